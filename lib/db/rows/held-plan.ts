import type { RowClient } from "../row-store";
import type { ChangeLine } from "./browse";

/** Of these fields, by id, those that the plan changes in a row that was there before. */
export async function changedFields(
  client: RowClient,
  runId: string,
  fieldIds: readonly string[],
): Promise<string[]> {
  if (fieldIds.length === 0) return [];
  const { rows } = await client.query<{ id: string }>(
    `select f.id from unnest($2::text[]) as f(id)
      where exists (select from rows.decision d where d.run_id = $1 and d.outcome = 'merged' and d.before is not null
                       and coalesce(d.cells -> f.id, 'null') <> coalesce(d.before -> f.id, 'null'))`,
    [runId, fieldIds],
  );
  return rows.map((row) => row.id);
}

/** More operations than one row can have: one for each side. */
const SIDES_AT_MOST = 10;

/** One operation each of the plan's first rows, of one kind if `op` says so. */
export async function samplePlan(
  client: RowClient,
  runId: string,
  { op, size }: { readonly op: ChangeLine["op"] | null; readonly size: number },
): Promise<ChangeLine[]> {
  const { rows } = await client.query<ChangeLine>(
    `select ordinal, row_id as "rowId", key, side_id as "sideId", op, before, cells, status, outcome->>'message' as reason
       from rows.plan where run_id = $1 and ($2::text is null or op = $2) order by ordinal limit $3`,
    [runId, op, size * SIDES_AT_MOST],
  );
  const first = new Map<string, ChangeLine>();
  for (const line of rows) if (!first.has(line.rowId)) first.set(line.rowId, line);
  return [...first.values()].slice(0, size);
}
