import type { RowClient } from "../row-store";

/**
 * Records under the key of a row that is to come back are that row's again: those kept out when the run that took them
 * up was undone, and those that people have made again by hand. Else the row would be made a second time beside them.
 */
export async function readmitRecords(
  client: RowClient,
  scope: { readonly runId: string; readonly registryId: string; readonly rowIds: readonly string[] },
): Promise<void> {
  if (scope.rowIds.length === 0) return;
  await client.query(
    `update rows.obs o set row_id = gone.row_id
       from (select distinct on (v.row_id) v.row_id, v.key from rows.row_version v
              where v.registry_id = $2 and v.row_id = any($3::uuid[])
                and not exists (select from rows.base b where b.registry_id = $2 and b.row_id = v.row_id)
              order by v.row_id, v.version desc) gone
      where o.run_id = $1 and o.row_id is null and o.state = 'present' and o.key = gone.key
        and not exists (select from rows.base b where b.registry_id = $2 and b.key = gone.key)`,
    [scope.runId, scope.registryId, scope.rowIds],
  );
}
