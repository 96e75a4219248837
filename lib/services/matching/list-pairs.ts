import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { findRegistry } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { cellConflictsOf, listPairs as listStored, plannedUpdates } from "@/lib/db/rows/new-rows";
import { readLine } from "../page-cursor";
import { type CellAt, readableValues } from "../rows/relation-keys";
import { type ListPage, requireRun } from "../runs/browse-runs";
import { type PairedRegistry, type PairParts, type PairView, pairView } from "./pair-view";

const PAGE = 50;
const GONE: PairedRegistry = { fields: [], sides: [] };

/** The pairs that a run's plan proposes: rows made of records on several sides, nothing agreed before. */
export async function listPairs(
  caller: Caller,
  runId: string,
  cursor: string | null,
): Promise<ListPage<PairView>> {
  authorize(caller, "run:read");
  const after = readLine(cursor);
  const { run, registry } = await withOrg(caller.organizationId, async (db) => {
    const found = await requireRun(db, runId);
    return { run: found, registry: await findRegistry(db, found.registryId) };
  });
  const { fields, sides } = registry ?? GONE;
  const { parts, readable, next } = await withRows(caller.organizationId, async (client) => {
    const found = await listStored(client, run.id, { after, size: PAGE + 1 });
    const rows = found.slice(0, PAGE);
    const rowIds = rows.map(({ rowId }) => rowId);
    const updates = Map.groupBy(await plannedUpdates(client, run.id, rowIds), ({ rowId }) => rowId);
    const conflicts = Map.groupBy(await cellConflictsOf(client, run.id, rowIds), ({ rowId }) => rowId);
    const together = rows.map((row) => ({
      row,
      updates: updates.get(row.rowId) ?? [],
      conflicts: conflicts.get(row.rowId) ?? [],
    }));
    return {
      parts: together,
      readable: await readableValues(client, fields, together.flatMap(cellsOf)),
      next: found.length > PAGE ? (rows.at(-1)?.ordinal ?? null) : null,
    };
  });
  const data = parts.map((part) => pairView(part, { fields, sides }, readable));
  return { data, nextCursor: next === null ? null : String(next) };
}

/** Every cell that a pair may show. */
function cellsOf({ row, updates, conflicts }: PairParts): CellAt[] {
  const acknowledged = Object.values(row.sides).map(({ done }) => (done === "base" ? null : done));
  const cells = [row.cells, ...updates.map(({ before }) => before), ...acknowledged];
  const rivals = conflicts.flatMap(({ field, detail }) =>
    (detail.candidates ?? []).map(({ value }): CellAt => [field ?? "", value]),
  );
  return [...cells.flatMap((known): CellAt[] => Object.entries(known ?? {})), ...rivals];
}
