import type { Origin } from "@/lib/engine/row";
import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import { overWholeSets } from "./whole-sets";

/**
 * Collects the rows that may have to move: changed, new, missing or unreadable somewhere, not yet acknowledged
 * everywhere, or not on every side. Rows of the registry come before new ones, each ordered by key: a plan is the same
 * however the sides were read, and what leaves the registry makes room before anything new is taken up.
 * `readCandidates` then answers them slice by slice.
 */
export function collectCandidates(client: RowClient, scope: CandidateScope): Promise<void> {
  return overWholeSets(client, () => collect(client, scope));
}

async function collect(client: RowClient, scope: CandidateScope): Promise<void> {
  await client.query("create temp table touched (row_id uuid, key text, match text) on commit drop");
  await client.query(
    `insert into touched select row_id, min(key), min(match) from (${TOUCHED}) each_of group by row_id`,
    [scope.runId, scope.registryId, scope.sideIds, scope.all, scope.ordered],
  );
  await client.query(
    'create temp table candidate (ordinal bigint, row_id uuid, key text collate "C", match text collate "C") on commit drop',
  );
  await client.query(
    `insert into candidate (ordinal, row_id, key, match)
     select row_number() over (order by c.is_new, c.key collate "C", c.row_id) - 1, c.row_id, c.key, c.match
       from (
         select b.row_id is null as is_new, t.row_id, coalesce(b.key, t.key, last.key) as key, coalesce(b.form, t.match) as match
           from touched t
           left join lateral (select b.row_id, b.key, b.form from rows.base b
                               where b.registry_id = $1 and b.row_id = t.row_id offset 0) b on true
           left join lateral (select v.key from rows.row_version v where v.registry_id = $1 and v.row_id = t.row_id
                               order by v.version desc limit 1) last on b.row_id is null and t.key is null
       ) c where c.key is not null`,
    [scope.registryId],
  );
  await client.query("analyze candidate");
  await openCursor(client, scope);
}

/** Counting first is cheap, and in a registry at rest the end of it. */
const SOME_LACK_A_SIDE = `(select count(*) from rows.link where registry_id = $2 and side_id = any($3::uuid[]))
       < (select count(*) from rows.base where registry_id = $2) * cardinality($3::uuid[])`;

/** Every reason for which a row may have to move; the key is told only where the row may be in no base. */
const TOUCHED = `
  select o.row_id, o.key, o.form as match from rows.obs o
   where o.run_id = $1 and o.row_id is not null and (o.cells is not null or o.state <> 'present' or o.unknown is not null)
  union all
  select l.row_id, null, null from rows.link l
    left join rows.obs o on o.run_id = $1 and o.side_id = l.side_id and o.locator = l.locator
   where l.registry_id = $2 and l.side_id = any($3::uuid[]) and (l.pending or o.locator is null)
  union all
  select b.row_id, null, null from rows.base b
    left join (select row_id, count(*) as sides from rows.link
                where registry_id = $2 and side_id = any($3::uuid[]) group by row_id) held on held.row_id = b.row_id
   where b.registry_id = $2 and coalesce(held.sides, 0) < cardinality($3::uuid[]) and ${SOME_LACK_A_SIDE}
  union all
  select b.row_id, null, null from rows.base b
    join rows.obs o on o.run_id = $1 and o.form = b.form
   where b.registry_id = $2 and o.state in ('duplicate', 'waiting', 'collision')
  union all
  select b.row_id, null, null from rows.base b where b.registry_id = $2 and ($4 or not b.in_scope)
  union all
  select w.row_id, null, null from rows.wish w where w.registry_id = $2
  union all
  select c.row_id, null, null from rows.conflict c where c.registry_id = $2 and not c.resolved and not c.provisional
  union all
  select i.row_id, null, null from rows.issue i where i.registry_id = $2 and i.open and i.row_id is not null
  union all
  select t.row_id, null, null from unnest($5::uuid[]) as t(row_id)`;

export interface CandidateScope {
  readonly runId: string;
  readonly registryId: string;
  readonly sideIds: readonly string[];
  /** Every row of the base, whether it changed or not. */
  readonly all: boolean;
  /** Rows that the run's request concerns. */
  readonly ordered: readonly string[];
}

export interface CandidateLink {
  readonly sideId: string;
  readonly locator: string;
  readonly hash: string;
  /** Null = it acknowledged the base. */
  readonly acknowledged: Cells | null;
  readonly pending: boolean;
  /** When we last wrote to the record, epoch ms; null = never. */
  readonly writtenAt: number | null;
}

export interface CandidateRecord {
  readonly sideId: string;
  readonly locator: string;
  readonly state:
    | "present"
    | "absent"
    | "unknown"
    | "duplicate"
    | "keyless"
    | "waiting"
    | "collision"
    | "excluded"
    | "renamed";
  readonly hash: string;
  /** Null = as acknowledged. */
  readonly cells: Cells | null;
  readonly unknown: Readonly<Record<string, string>> | null;
  readonly changedAt: number | null;
  readonly grainMs: number | null;
  readonly changedBy: string | null;
}

export interface Candidate {
  readonly rowId: string;
  readonly key: string;
  readonly base: {
    readonly cells: Cells;
    readonly origins: Readonly<Record<string, Origin>>;
    readonly hash: string;
    /** Within the registry's filter as of the last run. */
    readonly inScope: boolean;
  } | null;
  readonly links: readonly CandidateLink[];
  readonly records: readonly CandidateRecord[];
  /** Sides on which the row's key is held by more than one record. */
  readonly duplicatedOn: readonly string[];
}

/**
 * One statement for all candidates: looked up slice by slice, each look-up would trust statistics that have not
 * seen the run, and may go through all its rows. The base and its links, which are many times larger than what may have
 * to move, are looked up row by row all the same. The cursor sees what was there when it was opened.
 */
async function openCursor(client: RowClient, scope: CandidateScope): Promise<void> {
  await client.query("select set_config('cursor_tuple_fraction', '1', true)");
  await client.query(
    `declare candidates no scroll cursor for
     select c.row_id as "rowId", c.key,
            case when b.row_id is null then null
                 else json_build_object('cells', b.cells, 'origins', b.origins, 'hash', b.hash, 'inScope', b.in_scope) end as base,
            coalesce(l.links, '[]') as links, coalesce(o.records, '[]') as records, coalesce(d.sides, '[]') as "duplicatedOn"
       from candidate c
       left join lateral (select * from rows.base b where b.registry_id = $2 and b.row_id = c.row_id offset 0) b on true
       left join lateral (select json_agg(json_build_object('sideId', l.side_id, 'locator', l.locator, 'hash', l.hash,
                                                         'acknowledged', l.acknowledged, 'pending', l.pending,
                                                         'writtenAt', (extract(epoch from l.written_at) * 1000)::bigint)) as links
                            from rows.link l where l.registry_id = $2 and l.row_id = c.row_id) l on true
       left join (select row_id, json_agg(json_build_object('sideId', o.side_id, 'locator', o.locator, 'state', o.state,
                           'hash', o.hash, 'cells', o.cells, 'unknown', o.unknown, 'changedAt', o.changed_at,
                           'grainMs', o.grain_ms, 'changedBy', o.changed_by) order by o.side_id, o.ordinal) as records
                    from rows.obs o join candidate using (row_id) where o.run_id = $1 group by row_id) o
         on o.row_id = c.row_id
       left join (select form, json_agg(distinct side_id) as sides from rows.obs
                   where run_id = $1 and state in ('duplicate', 'waiting', 'collision') group by 1) d
         on d.form = c.match
      order by c.ordinal`,
    [scope.runId, scope.registryId],
  );
}

/** The next candidates in order, each with all that is known of it; none = that was all. */
export async function readCandidates(client: RowClient, size: number): Promise<Candidate[]> {
  const { rows } = await client.query<Candidate>(`fetch ${Math.trunc(size)} from candidates`);
  return rows;
}

/**
 * The rows whose wanted key another row holds in the base, or shows on a side now, or a record that is kept out: no two
 * get one key. Keys are compared in the form in which records are matched.
 */
export async function takenKeys(
  client: RowClient,
  { runId, registryId }: { readonly runId: string; readonly registryId: string },
  wanted: readonly { readonly rowId: string; readonly form: string }[],
): Promise<Set<string>> {
  if (wanted.length === 0) return new Set();
  const { rows } = await client.query<{ row_id: string }>(
    `with wanted as (select * from unnest($3::uuid[], $4::text[]) as w(row_id, form))
     select w.row_id from wanted w
       join rows.base b on b.registry_id = $2 and b.form = w.form and b.row_id <> w.row_id
     union
     select w.row_id from wanted w
      cross join lateral (select o.row_id, o.state from rows.obs o where o.run_id = $1 and o.form = w.form offset 0) o
      where o.row_id <> w.row_id or o.state = 'excluded'`,
    [runId, registryId, wanted.map((row) => row.rowId), wanted.map((row) => row.form)],
  );
  return new Set(rows.map((row) => row.row_id));
}
