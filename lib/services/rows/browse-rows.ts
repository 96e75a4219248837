import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import {
  type ConflictLine,
  type ConflictPosition,
  listIssueGroups,
  listRows as listStored,
  listConflicts as listStoredConflicts,
} from "@/lib/db/rows/browse";
import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "../registries/browse-registries";
import type { ListPage } from "../runs/browse-runs";
import { type CellAt, readableValues } from "./relation-keys";

const PAGE = 50;

export interface RowView {
  readonly id: string;
  readonly key: readonly string[];
  readonly cells: Readonly<Record<string, Value>>;
  readonly version: number;
  readonly updatedAt: string;
  /** Sides that hold the row exactly so. */
  readonly equalOn: readonly string[];
}

/** The registry's rows by key; `key` finds one row by its key's values as a JSON array. */
export async function listRows(
  caller: Caller,
  registryId: string,
  page: { readonly key: string | null; readonly cursor: string | null },
): Promise<ListPage<RowView>> {
  authorize(caller, "registry:read");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const { lines, readable } = await withRows(caller.organizationId, async (client) => {
    const found = await listStored(client, registry.id, {
      key: page.key && keyText(page.key),
      after: page.cursor ?? "",
      size: PAGE + 1,
    });
    const cells = found.flatMap((line) => Object.entries(line.cells));
    return { lines: found, readable: await readableValues(client, registry.fields, cells) };
  });
  const data = lines.slice(0, PAGE).map((line) => ({
    id: publicId("row", line.rowId),
    key: JSON.parse(line.key) as string[],
    cells: Object.fromEntries(
      Object.entries(line.cells).map(([id, value]) => [names.get(id) ?? id, readable(id, value)]),
    ),
    version: line.version,
    updatedAt: line.updatedAt.toISOString(),
    equalOn: line.equalOn.map((sideId) => publicId("sid", sideId)),
  }));
  const last = lines[PAGE - 1];
  return { data, nextCursor: lines.length > PAGE && last ? last.key : null };
}

/** A single value is a key of one field; an array of texts is the key as it stands. */
function keyText(key: string): string {
  if (!key.startsWith("[")) return JSON.stringify([key]);
  const parsed = parsedJson(key);
  if (Array.isArray(parsed) && parsed.every((part) => typeof part === "string"))
    return JSON.stringify(parsed);
  throw new AppError("invalid-input", "The key is not a JSON array of texts.", {
    paths: [{ path: "/key", message: "Not a key." }],
  });
}

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
    const found = await listStoredConflicts(client, registry.id, { after, size: PAGE + 1 });
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

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function valuesOf({ field, detail }: ConflictLine): CellAt[] {
  const values = [detail.base, detail.winner, ...(detail.candidates ?? []).map(({ value }) => value)];
  return values.map((value) => [field ?? "", value ?? null]);
}

export interface IssueGroupView {
  readonly side: string;
  readonly field: string | null;
  readonly reason: string;
  readonly message: string;
  readonly rows: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly subjects: readonly string[];
}

export async function listIssues(caller: Caller, registryId: string): Promise<ListPage<IssueGroupView>> {
  authorize(caller, "registry:read");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const names = new Map(registry.fields.map((field) => [field.id, field.name]));
  const groups = await withRows(caller.organizationId, (client) => listIssueGroups(client, registry.id));
  const data = groups.map((group) => ({
    side: publicId("sid", group.sideId),
    field: group.field === "" ? null : (names.get(group.field) ?? group.field),
    reason: group.reason,
    message: group.message,
    rows: group.rows,
    firstSeen: group.firstSeen.toISOString(),
    lastSeen: group.lastSeen.toISOString(),
    subjects: group.subjects,
  }));
  return { data, nextCursor: null };
}
