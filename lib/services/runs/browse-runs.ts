import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type Scoped, withOrg } from "@/lib/db/control";
import { registryOf } from "@/lib/db/proposal";
import { findRegistry, type RegistryDefinition } from "@/lib/db/registries";
import { type RowClient, withRows } from "@/lib/db/row-store";
import { type ChangeLine, listChanges as listStoredChanges } from "@/lib/db/rows/browse";
import { planCounts } from "@/lib/db/rows/operations";
import { findRun, listRuns as listStored, type RunKind, type StoredRun } from "@/lib/db/runs";
import type { Field } from "@/lib/engine/field";
import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import { foreignCursor, readLine } from "../page-cursor";
import { requireRegistry } from "../registries/browse-registries";
import { type ReadableValue, readableValues } from "../rows/relation-keys";
import { findPutBack, type PutBack, type PutBackReason } from "./find-put-back";
import { type RunView, runView } from "./run-view";

export interface ListPage<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

const PAGE = 50;

/** The run behind a public id; `not-found` for anything else. */
export async function requireRun(db: Scoped, id: string): Promise<StoredRun> {
  const uuid = uuidOf("run", id);
  const run = uuid && (await findRun(db, uuid));
  if (!run) throw new AppError("not-found", "There is no such run.");
  return run;
}

export async function getRun(caller: Caller, id: string): Promise<RunView> {
  authorize(caller, "run:read");
  const run = await withOrg(caller.organizationId, (db) => requireRun(db, id));
  return runView(run, await perSideOf(caller, run.id));
}

export async function listRuns(
  caller: Caller,
  registryId: string,
  cursor: string | null,
  kind: RunKind | null = null,
): Promise<ListPage<RunView>> {
  authorize(caller, "run:read");
  const before = cursor && uuidOf("run", cursor);
  if (cursor && !before) throw foreignCursor();
  const runs = await withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, registryId);
    return listStored(db, registry.id, { before, size: PAGE + 1, kind });
  });
  const data = runs.slice(0, PAGE).map((run) => runView(run, {}));
  return { data, nextCursor: runs.length > PAGE ? (data.at(-1)?.id ?? null) : null };
}

export async function perSideOf(caller: Caller, runId: string): Promise<RunView["perSide"]> {
  const counts = await withRows(caller.organizationId, (client) => planCounts(client, runId));
  const perSide: Record<
    string,
    { create: number; update: number; delete: number; failed: number; done: number }
  > = {};
  for (const { sideId, op, status, count } of counts) {
    const ref = publicId("sid", sideId);
    const side = perSide[ref] ?? { create: 0, update: 0, delete: 0, failed: 0, done: 0 };
    perSide[ref] = side;
    if (status === "refused" || status === "dropped" || status === "stale") side.failed += count;
    else side[op] += count;
    if (status === "done") side.done += count;
  }
  return perSide;
}

export interface ChangeView {
  readonly rowId: string;
  /** The key's values, in the order of the key's fields. */
  readonly key: readonly string[];
  readonly side: string;
  readonly op: "create" | "update" | "delete";
  readonly cells: readonly ChangedCellView[];
  readonly outcome: string;
  readonly reason: string | null;
  /** Why the side is written to although the merged row did not change, where a cell says so. */
  readonly why: PutBackReason | null;
}

export interface ChangedCellView {
  readonly field: string;
  readonly before: Value;
  readonly after: Value;
  /** Null = the merged value changed, or nobody knows. */
  readonly why: PutBackReason | null;
}

/** Which changes are asked for; what is left out is not asked. */
export interface ChangesOf {
  readonly side?: string | undefined;
  readonly op?: ChangeView["op"] | undefined;
}

/** The cell-level plan of a run, a page at a time: all of it, or one side's, or one kind of write. */
export async function listChanges(
  caller: Caller,
  runId: string,
  cursor: string | null,
  { side, op }: ChangesOf = {},
): Promise<ListPage<ChangeView>> {
  authorize(caller, "run:read");
  const after = readLine(cursor);
  const sideId = side === undefined ? null : uuidOf("sid", side);
  if (side !== undefined && sideId === null) return { data: [], nextCursor: null };
  const of = { sideId, op: op ?? null };
  const { run, registry } = await withOrg(caller.organizationId, async (db) => {
    const found = await requireRun(db, runId);
    return { run: found, registry: await findRegistry(db, found.registryId) };
  });
  const { lines, views } = await withRows(caller.organizationId, async (client) => {
    const found = await listStoredChanges(client, run.id, { after, size: PAGE + 1, of });
    return { lines: found, views: await changeViews(client, { run, registry }, found) };
  });
  const last = lines[PAGE - 1];
  const nextCursor = lines.length > PAGE && last ? String(last.ordinal) : null;
  return { data: views.slice(0, PAGE), nextCursor };
}

interface ChangedBy {
  readonly run: StoredRun;
  /** Null once it was deleted. */
  readonly registry: RegistryDefinition | null;
}

/** Operations as people read them: fields by name, relations by the keys of their rows. */
export async function changeViews(
  client: RowClient,
  { run, registry }: ChangedBy,
  lines: readonly ChangeLine[],
): Promise<ChangeView[]> {
  const fields = registry ? registryOf(registry, run).fields : [];
  const cells = lines.flatMap(({ before, cells }) =>
    Object.entries({ ...before }).concat(Object.entries({ ...cells })),
  );
  const readable = await readableValues(client, fields, cells);
  const putBack = await findPutBack(client, run, lines);
  return lines.map((line) => changeView(line, { fields, readable, putBack }));
}

interface Reading {
  readonly fields: readonly Field[];
  readonly readable: ReadableValue;
  readonly putBack: PutBack;
}

function changeView(line: ChangeLine, { fields, readable, putBack }: Reading): ChangeView {
  const names = new Map(fields.map((field) => [field.id, field.name]));
  const changed = [...new Set([...Object.keys(line.before ?? {}), ...Object.keys(line.cells ?? {})])];
  const backs = putBack.get(line.ordinal);
  return {
    rowId: publicId("row", line.rowId),
    key: JSON.parse(line.key) as string[],
    side: publicId("sid", line.sideId),
    op: line.op,
    cells: changed.map((id) => ({
      field: names.get(id) ?? id,
      before: readable(id, line.before?.[id] ?? null),
      after: readable(id, line.cells?.[id] ?? null),
      why: backs?.has(id) ? "edit-not-allowed" : null,
    })),
    outcome: line.status,
    reason: line.reason,
    why: backs ? "edit-not-allowed" : null,
  };
}
