import type { RowClient } from "../row-store";
import { overFewRows } from "./whole-sets";

/** A record that was found gone, of a row that is to be deleted for it. */
export interface DecisiveAbsence {
  readonly rowId: string;
  readonly sideId: string;
  readonly locator: string;
  /** Another run has tied the row to another record since. */
  readonly isRelinked: boolean;
}

/**
 * The absences that the chunk's deletions rest on, as far as what the run read is still there. They are looked up row by
 * row, each through the index of what is absent: joined, all that the run has read would be gone through for each chunk.
 */
export async function decisiveAbsences(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string; readonly chunk: number },
): Promise<DecisiveAbsence[]> {
  const { rows } = await overFewRows(client, () =>
    client.query<DecisiveAbsence>(
      `with deleted as materialized (
         select d.row_id, d.ordinal from rows.decision d
          where d.run_id = $1 and d.chunk = $3 and d.outcome = 'deleted' and not d.committed)
       select d.row_id as "rowId", o.side_id as "sideId", o.locator, l.locator is distinct from o.locator as "isRelinked"
         from deleted d
         join lateral (select side_id, locator, ordinal from rows.obs
                        where run_id = $1 and row_id = d.row_id and state = 'absent' offset 0) o on true
         left join lateral (select locator from rows.link
                             where registry_id = $2 and side_id = o.side_id and row_id = d.row_id offset 0) l on true
        order by d.ordinal, o.ordinal`,
      [place.runId, place.registryId, place.chunk],
    ),
  );
  return rows;
}
