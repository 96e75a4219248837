import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import {
  type ConflictLine,
  type ConflictPosition,
  listConflicts as listStored,
} from "@/lib/db/rows/browse-conflicts";
import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "../registries/browse-registries";
import { type CellAt, readableValues } from "../rows/relation-keys";
import type { ListPage } from "../runs/browse-runs";

const PAGE = 50;

export interface ConflictView {
  readonly id: string;
  readonly runId: string;
  readonly rowId: string;
  readonly key: readonly string[];
  readonly kind: string;
  readonly field: string | null;
  readonly base: Value;
  readonly candidates: readonly { readonly side: string; readonly value: Value }[];
  readonly winner: Value;
  readonly resolved: boolean;
  readonly decidedBy: string;
  readonly at: string;
}

/** Conflicts with every value, those that wait for a person first. */
export async function listConflicts(
  caller: Caller,
  registryId: string,
  cursor: string | null,
): Promise<ListPage<ConflictView>> {
  authorize(caller, "registry:read");
  const after = cursor === null ? null : positionOf(cursor);
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const { lines, readable } = await withRows(caller.organizationId, async (client) => {
    const found = await listStored(client, registry.id, { after, size: PAGE + 1 });
    return { lines: found, readable: await readableValues(client, registry.fields, found.flatMap(valuesOf)) };
  });
  const data = lines.slice(0, PAGE).map((line): ConflictView => {
    const shown = (value: Value | undefined): Value => readable(line.field ?? "", value ?? null);
    return {
      id: publicId("cnf", line.id),
      runId: publicId("run", line.runId),
      rowId: publicId("row", line.rowId),
      key: JSON.parse(line.key) as string[],
      kind: line.kind,
      field: line.field && (names.get(line.field) ?? line.field),
      base: shown(line.detail.base),
      candidates: (line.detail.candidates ?? []).map(({ sideId, value }) => ({
        side: publicId("sid", sideId),
        value: shown(value),
      })),
      winner: shown(line.detail.winner),
      resolved: line.resolved,
      decidedBy: line.decidedBy,
      at: line.at.toISOString(),
    };
  });
  const last = lines[PAGE - 1];
  return { data, nextCursor: lines.length > PAGE && last ? cursorOf(last) : null };
}

const position = z.tuple([z.boolean(), z.string().regex(/^[-+:. \d]{10,40}$/), z.uuid()]);

const cursorOf = ({ resolved, atText, id }: ConflictLine): string => JSON.stringify([resolved, atText, id]);

function positionOf(cursor: string): ConflictPosition {
  const parsed = position.safeParse(parsedJson(cursor));
  if (parsed.success) return { resolved: parsed.data[0], at: parsed.data[1], id: parsed.data[2] };
  throw new AppError("invalid-input", "The cursor is not one of ours.", {
    paths: [{ path: "/cursor", message: "Not a cursor." }],
  });
}

function valuesOf({ field, detail }: ConflictLine): CellAt[] {
  const values = [detail.base, detail.winner, ...(detail.candidates ?? []).map(({ value }) => value)];
  return values.map((value) => [field ?? "", value ?? null]);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
