import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import { overFewRows } from "./whole-sets";

/** More rows than anybody renames by hand in one go; beyond it, losses and new records are what they seem. */
const MOST = 5_000;

export interface LostRecord {
  readonly rowId: string;
  /** What the side had acknowledged of the row. */
  readonly cells: Cells;
}

/** Rows whose record on the side is proven gone. */
export async function lostRecords(
  client: RowClient,
  place: { readonly runId: string; readonly sideId: string },
): Promise<LostRecord[]> {
  const { rows } = await overFewRows(client, () =>
    client.query<LostRecord>(
      `select o.row_id as "rowId", coalesce(l.acknowledged, b.cells) as cells
       from rows.obs o
       join rows.link l on l.side_id = o.side_id and l.row_id = o.row_id
       join rows.base b on b.registry_id = l.registry_id and b.row_id = o.row_id
      where o.run_id = $1 and o.side_id = $2 and o.state = 'absent' limit $3`,
      [place.runId, place.sideId, MOST + 1],
    ),
  );
  return rows.length > MOST ? [] : rows;
}

export interface UnknownRecord {
  readonly locator: string;
  readonly cells: Cells;
}

/** Records of the side that no row has, that nobody keeps out, and whose key no other side or row has either. */
export async function unknownRecords(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string; readonly sideId: string },
): Promise<UnknownRecord[]> {
  const { rows } = await overFewRows(client, () =>
    client.query<UnknownRecord>(
      `select o.locator, o.cells from rows.obs o
      where o.run_id = $1 and o.side_id = $3 and o.state = 'present' and o.row_id is null and o.unknown is null
        and not exists (select from rows.obs p where p.run_id = $1 and p.side_id <> $3
                           and p.form = o.form)
        and not exists (select from rows.base b where b.registry_id = $2
                           and b.form = o.form)
        and not exists (select from rows.exclusion x where x.registry_id = $2
                           and ((x.side_id = o.side_id and x.locator = o.locator) or x.key = o.form))
      limit $4`,
      [place.runId, place.registryId, place.sideId, MOST + 1],
    ),
  );
  return rows.length > MOST ? [] : rows;
}

/** Takes these records for the rows that were lost there: their keys were changed. */
export async function takeForRenamed(
  client: RowClient,
  place: { readonly runId: string; readonly sideId: string },
  renames: readonly { readonly rowId: string; readonly locator: string }[],
): Promise<void> {
  if (renames.length === 0) return;
  await client.query(
    `update rows.obs o set row_id = r.row_id from unnest($3::uuid[], $4::text[]) as r(row_id, locator)
      where o.run_id = $1 and o.side_id = $2 and o.locator = r.locator and o.state = 'present'`,
    [place.runId, place.sideId, renames.map((one) => one.rowId), renames.map((one) => one.locator)],
  );
  await client.query(
    `update rows.obs set state = 'renamed' where run_id = $1 and side_id = $2 and state = 'absent' and row_id = any($3::uuid[])`,
    [place.runId, place.sideId, renames.map((one) => one.rowId)],
  );
}
