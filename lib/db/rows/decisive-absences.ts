import type { RowClient } from "../row-store";

/** A record that was found gone, of a row that is to be deleted for it. */
export interface DecisiveAbsence {
  readonly rowId: string;
  readonly sideId: string;
  readonly locator: string;
  /** Another run has tied the row to another record since. */
  readonly isRelinked: boolean;
}

/** The absences that the chunk's deletions rest on, as far as what the run read is still there. */
export async function decisiveAbsences(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string; readonly chunk: number },
): Promise<DecisiveAbsence[]> {
  const { rows } = await client.query<DecisiveAbsence>(
    `select o.row_id as "rowId", o.side_id as "sideId", o.locator, l.locator is distinct from o.locator as "isRelinked"
       from rows.decision d
       join rows.obs o on o.run_id = d.run_id and o.row_id = d.row_id and o.state = 'absent'
       left join rows.link l on l.registry_id = $2 and l.side_id = o.side_id and l.row_id = o.row_id
      where d.run_id = $1 and d.chunk = $3 and d.outcome = 'deleted' and not d.committed
      order by d.ordinal, o.ordinal`,
    [place.runId, place.registryId, place.chunk],
  );
  return rows;
}
