import type { RowClient } from "../row-store";

/** What became of one side's records in a plan, beside those that were linked already and read whole. */
export interface RecordFates {
  /** Found their row by its key. */
  readonly matched: number;
  /** Became rows of their own. */
  readonly fresh: number;
  /** Have no row, where records only find rows and make none. */
  readonly unmatched: number;
  readonly duplicate: number;
  readonly keyless: number;
  readonly collision: number;
  /** Their key is another record's until the next run. */
  readonly waiting: number;
  /** A person keeps them out. */
  readonly excluded: number;
  /** Single cells that could not be read: what they would change is not known. */
  readonly unreadCells: number;
}

const NONE: RecordFates = {
  ...{ matched: 0, fresh: 0, unmatched: 0, duplicate: 0, keyless: 0, collision: 0, waiting: 0, excluded: 0 },
  unreadCells: 0,
};

/** Remembers, until the transaction ends, which records had no row before any is found for them. */
export async function noteUnlinked(client: RowClient, runId: string): Promise<void> {
  await client.query("create temp table unlinked (side_id uuid, ordinal bigint) on commit drop");
  await client.query(
    `insert into unlinked select side_id, ordinal from rows.obs
      where run_id = $1 and row_id is null and state = 'present'`,
    [runId],
  );
  await client.query("analyze unlinked");
}

/** Counts, by side, what became of the records that `noteUnlinked` saw and of those that were set aside. */
export async function fatesOf(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
): Promise<Readonly<Record<string, RecordFates>>> {
  const { rows } = await client.query<{ sideId: string; fate: string; records: number; unread: number }>(
    `select side_id as "sideId", fate, count(*) as records, 0 as unread
       from (select o.side_id,
                    case when o.row_id is null then 'unmatched'
                         when exists (select from rows.base b where b.registry_id = $2 and b.row_id = o.row_id)
                           or count(*) over (partition by o.row_id) > 1 then 'matched'
                         else 'fresh' end as fate
               from unlinked u join rows.obs o on o.run_id = $1 and o.side_id = u.side_id and o.ordinal = u.ordinal
              where o.state = 'present') found
      group by 1, 2
     union all
     select side_id, case when state = 'present' then 'read' else state end, count(*),
            coalesce(sum((select count(*) from jsonb_object_keys(unknown))) filter (where state = 'present'), 0)::int
       from rows.obs where run_id = $1 and (state <> 'present' or unknown is not null) group by 1, 2`,
    [place.runId, place.registryId],
  );
  const fates: Record<string, RecordFates> = {};
  for (const { sideId, fate, records, unread } of rows) {
    const before = fates[sideId] ?? NONE;
    fates[sideId] = fate === "read" ? { ...before, unreadCells: unread } : { ...before, [fate]: records };
  }
  return fates;
}
