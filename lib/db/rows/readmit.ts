import type { RowClient } from "../row-store";
import { overWholeSets } from "./whole-sets";

export interface GoneRow {
  readonly rowId: string;
  /** The text of the key that it had last. */
  readonly key: string;
}

/** Those of these rows that are not in the registry now. */
export async function goneRows(
  client: RowClient,
  registryId: string,
  rowIds: readonly string[],
): Promise<GoneRow[]> {
  const { rows } = await overWholeSets(client, () =>
    client.query<GoneRow>(
      `select distinct on (v.row_id) v.row_id as "rowId", v.key from rows.row_version v
      where v.registry_id = $1 and v.row_id = any($2::uuid[])
        and not exists (select from rows.base b where b.registry_id = $1 and b.row_id = v.row_id)
      order by v.row_id, v.version desc`,
      [registryId, rowIds],
    ),
  );
  return rows;
}

/** Gives the records that have no row, under these keys, to these rows. `form`: the key as records are matched by it. */
export async function readmitRecords(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  rows: readonly { readonly rowId: string; readonly form: string }[],
): Promise<void> {
  await overWholeSets(client, () =>
    client.query(
      `update rows.obs o set row_id = gone.row_id from unnest($3::uuid[], $4::text[]) as gone(row_id, form)
      where o.run_id = $1 and o.row_id is null and o.state = 'present' and o.form = gone.form
        and not exists (select from rows.base b where b.registry_id = $2 and b.form = gone.form)`,
      [place.runId, place.registryId, rows.map((row) => row.rowId), rows.map((row) => row.form)],
    ),
  );
}
