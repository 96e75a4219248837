import type { Origin } from "@/lib/engine/row";
import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";

/**
 * Gives every staged record its row: duplicates and keyless records are set aside, unlinked records are matched by
 * key, keys that no row has become new rows. Returns what was set aside.
 */
export async function identifyRecords(
  client: RowClient,
  {
    runId,
    registryId,
    match,
  }: { readonly runId: string; readonly registryId: string; readonly match: string },
): Promise<SetAside[]> {
  await client.query(
    "update rows.obs set state = 'keyless' where run_id = $1 and state = 'present' and key is null",
    [runId],
  );
  await client.query(
    `update rows.obs o set state = 'duplicate'
       from (select side_id, key from rows.obs where run_id = $1 and state = 'present'
              group by side_id, key having count(*) > 1) d
      where o.run_id = $1 and o.side_id = d.side_id and o.key = d.key and o.state = 'present'`,
    [runId],
  );
  // A record under the key of a row that another live record of the same side is linked to waits for the next run.
  await client.query(
    `update rows.obs o set row_id = b.row_id
       from rows.base b
      where o.run_id = $1 and o.row_id is null and o.key = b.key and b.registry_id = $2
        and not exists (select from rows.link l join rows.obs held
                          on held.run_id = $1 and held.side_id = l.side_id and held.locator = l.locator and held.state <> 'absent'
                         where l.side_id = o.side_id and l.row_id = b.row_id)`,
    [runId, registryId],
  );
  await client.query(
    `update rows.obs o set state = 'waiting'
      where o.run_id = $1 and o.row_id is null and o.state = 'present'
        and exists (select from rows.base b where b.registry_id = $2 and b.key = o.key)`,
    [runId, registryId],
  );
  await client.query(
    `with fresh as (
       select key, gen_random_uuid() as row_id from rows.obs
        where run_id = $1 and row_id is null and state = 'present'
        group by key having $2 <> 'match-only' or count(distinct side_id) > 1)
     update rows.obs o set row_id = f.row_id from fresh f
      where o.run_id = $1 and o.row_id is null and o.state = 'present' and o.key = f.key`,
    [runId, match],
  );
  const { rows } = await client.query<SetAside>(
    `select side_id as "sideId", state, coalesce(key, locator) as subject, count(*) as times from rows.obs
      where run_id = $1 and state in ('duplicate', 'keyless') group by 1, 2, 3 order by 1, 2, 3 limit 10000`,
    [runId],
  );
  return rows;
}

export interface SetAside {
  readonly sideId: string;
  readonly state: "duplicate" | "keyless";
  readonly subject: string;
  readonly times: number;
}

/**
 * Collects the rows that may have to move: changed, new, missing or unreadable somewhere, not yet acknowledged
 * everywhere, or not on every side. Ordered by key, so that a plan is the same however the sides were read.
 */
export async function collectCandidates(client: RowClient, scope: CandidateScope): Promise<number> {
  const inserted = await client.query(
    `insert into candidate (ordinal, row_id, key)
     select row_number() over (order by c.key collate "C", c.row_id) - 1, c.row_id, c.key
       from (
         select m.row_id, coalesce(b.key, m.key) as key from (
           select row_id, min(key) as key from (
             select o.row_id, o.key from rows.obs o
              where o.run_id = $1 and o.row_id is not null
                and (o.cells is not null or o.state <> 'present' or o.unknown is not null)
             union all
             select l.row_id, null from rows.link l
              where l.registry_id = $2 and l.side_id = any($3::uuid[]) and (l.pending or not exists (
                select from rows.obs o where o.run_id = $1 and o.side_id = l.side_id and o.locator = l.locator))
             union all
             select b.row_id, null from rows.base b
              where b.registry_id = $2
                and (select count(*) from rows.link l where l.row_id = b.row_id and l.registry_id = $2
                        and l.side_id = any($3::uuid[])) < cardinality($3::uuid[])
             union all
             select b.row_id, null from rows.base b join rows.obs o on o.run_id = $1 and o.key = b.key
              where b.registry_id = $2 and o.state in ('duplicate', 'waiting')
           ) touched group by row_id
         ) m left join rows.base b on b.registry_id = $2 and b.row_id = m.row_id
       ) c where c.key is not null`,
    [scope.runId, scope.registryId, scope.sideIds],
  );
  await client.query("create index on candidate (ordinal)");
  return inserted.rowCount ?? 0;
}

export interface CandidateScope {
  readonly runId: string;
  readonly registryId: string;
  readonly sideIds: readonly string[];
}

/**
 * A run's rows are new to the planner's statistics, which take them for one: a nested loop over them is quadratic.
 * Whole-set statements therefore run without it; `false` gives it back for look-ups by key.
 */
export async function joinWholeSets(client: RowClient, isOn: boolean): Promise<void> {
  await client.query("select set_config('enable_nestloop', $1, true)", [isOn ? "off" : "on"]);
}

export const openCandidates = (client: RowClient): Promise<unknown> =>
  client.query(
    'create temp table candidate (ordinal bigint, row_id uuid, key text collate "C") on commit drop',
  );

export interface CandidateLink {
  readonly sideId: string;
  readonly locator: string;
  readonly hash: string;
  /** Null = it acknowledged the base. */
  readonly acknowledged: Cells | null;
  readonly pending: boolean;
  /** Epoch ms. */
  readonly seenAt: number;
}

export interface CandidateRecord {
  readonly sideId: string;
  readonly locator: string;
  readonly state: "present" | "absent" | "unknown" | "duplicate" | "keyless" | "waiting";
  readonly hash: string;
  /** Null = as acknowledged. */
  readonly cells: Cells | null;
  readonly unknown: Readonly<Record<string, string>> | null;
  readonly changedAt: number | null;
  readonly grainMs: number | null;
}

export interface Candidate {
  readonly rowId: string;
  readonly key: string;
  readonly base: {
    readonly cells: Cells;
    readonly origins: Readonly<Record<string, Origin>>;
    readonly hash: string;
  } | null;
  readonly links: readonly CandidateLink[];
  readonly records: readonly CandidateRecord[];
  /** Sides on which the row's key is held by more than one record. */
  readonly duplicatedOn: readonly string[];
}

/** A slice of the candidates by ordinal, each with all that is known of it. */
export async function readCandidates(
  client: RowClient,
  scope: CandidateScope,
  from: number,
  size: number,
): Promise<Candidate[]> {
  const { rows } = await client.query<Candidate>(
    `select c.row_id as "rowId", c.key,
            case when b.row_id is null then null
                 else json_build_object('cells', b.cells, 'origins', b.origins, 'hash', b.hash) end as base,
            coalesce((select json_agg(json_build_object('sideId', l.side_id, 'locator', l.locator, 'hash', l.hash, 'acknowledged', l.acknowledged,
                        'pending', l.pending, 'seenAt', (extract(epoch from l.seen_at) * 1000)::bigint))
                        from rows.link l where l.registry_id = $2 and l.row_id = c.row_id), '[]') as links,
            coalesce((select json_agg(json_build_object('sideId', o.side_id, 'locator', o.locator, 'state', o.state, 'hash', o.hash,
                        'cells', o.cells, 'unknown', o.unknown, 'changedAt', o.changed_at, 'grainMs', o.grain_ms) order by o.ordinal)
                        from rows.obs o where o.run_id = $1 and o.row_id = c.row_id), '[]') as records,
            coalesce((select json_agg(distinct o.side_id) from rows.obs o
                       where o.run_id = $1 and o.key = c.key and o.state in ('duplicate', 'waiting')), '[]') as "duplicatedOn"
       from candidate c
       left join rows.base b on b.registry_id = $2 and b.row_id = c.row_id
      where c.ordinal >= $3 and c.ordinal < $4 order by c.ordinal`,
    [scope.runId, scope.registryId, from, from + size],
  );
  return rows;
}

/** Of these keys, the ones that a row other than the given one holds. */
export async function takenKeys(
  client: RowClient,
  registryId: string,
  wanted: readonly { readonly rowId: string; readonly key: string }[],
): Promise<Set<string>> {
  if (wanted.length === 0) return new Set();
  const { rows } = await client.query<{ row_id: string }>(
    `select w.row_id from rows.base b join unnest($2::uuid[], $3::text[]) as w(row_id, key) on b.key = w.key
      where b.registry_id = $1 and b.row_id <> w.row_id`,
    [registryId, wanted.map((row) => row.rowId), wanted.map((row) => row.key)],
  );
  return new Set(rows.map((row) => row.row_id));
}
