import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { findRegistry } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { listSetAside, type SetAsideLine } from "@/lib/db/rows/set-aside-records";
import { findNewerPlan } from "@/lib/db/runs";
import type { Field } from "@/lib/engine/field";
import type { Value } from "@/lib/engine/value";
import { publicId } from "@/lib/ids";
import { readPosition } from "../page-cursor";
import { type CellAt, type ReadableValue, readableValues } from "../rows/relation-keys";
import { requireRun } from "../runs/browse-runs";

const PAGE = 50;

/** Records of one side that no row can be made of as they are. */
export interface CollisionView {
  readonly id: string;
  readonly side: string;
  /** duplicate-key, key-exists or empty-key. */
  readonly reason: string;
  /** Null where the records have no key. */
  readonly key: readonly string[] | null;
  /** The first few, to tell them apart; cells by field name. */
  readonly records: readonly {
    readonly locator: string;
    readonly cells: Readonly<Record<string, Value>>;
  }[];
}

export interface CollisionPage {
  readonly data: readonly CollisionView[];
  readonly nextCursor: string | null;
  /** A later run has looked since; what it found is listed there and not here. */
  readonly newerRun: string | null;
}

/** What a run set aside before any row was merged, each with its records. */
export async function listCollisions(
  caller: Caller,
  runId: string,
  cursor: string | null,
): Promise<CollisionPage> {
  authorize(caller, "run:read");
  const after = cursor === null ? null : readPosition(position, cursor);
  const { run, registry, newer } = await withOrg(caller.organizationId, async (db) => {
    const found = await requireRun(db, runId);
    return {
      run: found,
      registry: await findRegistry(db, found.registryId),
      newer: await findNewerPlan(db, found),
    };
  });
  if (newer) return { data: [], nextCursor: null, newerRun: publicId("run", newer) };
  const fields = registry?.fields ?? [];
  const { lines, readable } = await withRows(caller.organizationId, async (client) => {
    const place = { runId: run.id, registryId: run.registryId };
    const found = await listSetAside(client, place, { after, size: PAGE + 1 });
    const cells = found.flatMap(({ records }) =>
      records.flatMap((record): CellAt[] => Object.entries(record.cells ?? {})),
    );
    return { lines: found, readable: await readableValues(client, fields, cells) };
  });
  const last = lines[PAGE - 1];
  return {
    data: lines.slice(0, PAGE).map((line) => collisionView(line, fields, readable)),
    nextCursor: lines.length > PAGE && last ? JSON.stringify([last.subject, last.id]) : null,
    newerRun: null,
  };
}

function collisionView(line: SetAsideLine, fields: readonly Field[], readable: ReadableValue): CollisionView {
  return {
    id: publicId("iss", line.id),
    side: publicId("sid", line.sideId),
    reason: line.reason,
    key: line.reason === "empty-key" ? null : (JSON.parse(line.subject) as string[]),
    records: line.records.map(({ locator, cells }) => ({
      locator,
      cells: Object.fromEntries(
        fields.flatMap(({ id, name }) => {
          const value = cells?.[id];
          return value === undefined ? [] : [[name, readable(id, value)] as const];
        }),
      ),
    })),
  };
}

const position = z.tuple([z.string(), z.uuid()]);
