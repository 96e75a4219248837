import type { RowClient } from "../row-store";
import { lastCompleteLook } from "../run-progress";
import type { MatchMode } from "../stored-registry";
import { fatesOf, noteUnlinked, type RecordFates } from "./fates";
import { MAY_HAVE_WRITTEN } from "./operations";
import { overWholeSets } from "./whole-sets";

export interface Identification {
  readonly runId: string;
  readonly registryId: string;
  /** How records without a link find their rows, by side. */
  readonly modes: readonly { readonly sideId: string; readonly mode: MatchMode }[];
}

/** Of operations that were sent or may have been, and whose end nobody knows. */
const MAYBE_DONE = "'sent', 'unknown', 'dropped'";

/** The sides' modes as a table of the statement: $3 and $4. */
const MODES = "unnest($3::uuid[], $4::text[]) as m(side_id, mode)";

export interface Identified {
  readonly setAside: readonly SetAside[];
  /** By side. */
  readonly fates: Readonly<Record<string, RecordFates>>;
}

/**
 * Gives every staged record its row: excluded, duplicate and keyless records are set aside, unlinked records are
 * matched by key, keys that no row has become new rows.
 */
export function identifyRecords(client: RowClient, scope: Identification): Promise<Identified> {
  return overWholeSets(client, async () => {
    await noteUnlinked(client, scope.runId);
    await doubtOwnTimes(client, scope);
    await setAsideKeys(client, scope);
    await matchToRows(client, scope);
    await makeRows(client, scope);
    return { setAside: await listSetAside(client, scope.runId), fates: await fatesOf(client, scope) };
  });
}

/**
 * The time of a record of no row is no edit's where a run has sent a create or an update of its key there and does not know
 * what became of it: the record, or its last change, may be ours. Runs that were at work since the last one that looked at
 * everything began; what others have made has been seen.
 */
async function doubtOwnTimes(client: RowClient, { runId, registryId }: Identification): Promise<void> {
  await client.query(
    `update rows.obs o set changed_at = null
       from (select distinct p.side_id, p.key from rows.plan p
              where p.run_id in (select id from public.run
                                  where registry_id = $2 and id <> $1 and touched_at >= to_timestamp($3 / 1000.0))
                and p.op <> 'delete' and p.status <> 'done' and ${MAY_HAVE_WRITTEN}) unsure
      where o.run_id = $1 and o.row_id is null and o.state = 'present' and o.changed_at is not null
        and o.side_id = unsure.side_id and o.key = unsure.key`,
    [runId, registryId, (await lastCompleteLook(client, registryId)) ?? 0],
  );
}

async function setAsideKeys(client: RowClient, { runId, registryId }: Identification): Promise<void> {
  // A linked record that has an exclusion was taken up again by a person's order, or before the exclusion.
  await client.query(
    `update rows.obs o set state = 'excluded' from rows.exclusion x
      where o.run_id = $1 and o.row_id is null and o.state = 'present' and x.registry_id = $2
        and ((x.side_id = o.side_id and x.locator = o.locator) or x.key = o.form)`,
    [runId, registryId],
  );
  await client.query(
    "update rows.obs set state = 'keyless' where run_id = $1 and state = 'present' and key is null",
    [runId],
  );
  await client.query(
    `update rows.obs o set state = 'duplicate'
       from (select side_id, form from rows.obs where run_id = $1 and state = 'present'
              group by 1, 2 having count(*) > 1) d
      where o.run_id = $1 and o.side_id = d.side_id and o.form = d.form and o.state = 'present'`,
    [runId],
  );
}

/** Unlinked records under the key of a row; one whose key is another's on this side waits for the next run. */
async function matchToRows(client: RowClient, scope: Identification): Promise<void> {
  const values = [scope.runId, scope.registryId, ...modesOf(scope)];
  // Where records are never matched by key, only a create of ours whose answer was lost is found again by it.
  await client.query(
    `update rows.obs o set row_id = b.row_id
       from rows.base b, ${MODES}
      where o.run_id = $1 and o.row_id is null and o.state = 'present' and m.side_id = o.side_id
        and o.form = b.form and b.registry_id = $2
        and (m.mode <> 'create-only' or exists (
              select from rows.plan p where p.row_id = b.row_id and p.side_id = o.side_id and p.op = 'create'
                 and p.run_id <> $1 and (p.status in (${MAYBE_DONE}) or (p.status = 'done'
                   and exists (select from public.run r where r.id = p.run_id and r.status in ('failed', 'stopped'))))))
        and not exists (select from rows.link l join rows.obs held
                          on held.run_id = $1 and held.side_id = l.side_id and held.locator = l.locator and held.state <> 'absent'
                         where l.side_id = o.side_id and l.row_id = b.row_id)`,
    values,
  );
  await client.query(
    `update rows.obs o set state = case when m.mode = 'create-only' then 'collision' else 'waiting' end
       from ${MODES}
      where o.run_id = $1 and o.row_id is null and o.state = 'present' and m.side_id = o.side_id
        and exists (select from rows.base b
                     where b.registry_id = $2 and b.form = o.form)`,
    values,
  );
}

/** Records that no row has yet: those of one key on several sides are one row, unless a side never matches. */
async function makeRows(client: RowClient, scope: Identification): Promise<void> {
  await listOwnCreates(client, scope);
  const values = [scope.runId, ...modesOf(scope)];
  // Where a side never matches, a second record is a collision only if it is nobody's work but a person's.
  const groups = `select o.form as key, count(distinct o.side_id) as sides,
            bool_or(m.mode = 'create-only') and count(*) filter (where own.key is null) > 1 as never,
            bool_and(m.mode = 'match-only') as only
       from rows.obs o join unnest($2::uuid[], $3::text[]) as m(side_id, mode) on m.side_id = o.side_id
       left join own_create own on own.side_id = o.side_id and own.key = o.key
      where o.run_id = $1 and o.row_id is null and o.state = 'present' group by 1`;
  await client.query(
    `update rows.obs o set state = 'collision' from (${groups}) g
      where o.run_id = $1 and o.row_id is null and o.state = 'present' and o.form = g.key
        and g.sides > 1 and g.never`,
    values,
  );
  await client.query(
    `with fresh as materialized (select key, gen_random_uuid() as row_id from (${groups}) g where g.sides > 1 or not g.only)
     update rows.obs o set row_id = f.row_id from fresh f
      where o.run_id = $1 and o.row_id is null and o.state = 'present' and o.form = f.key`,
    values,
  );
}

/** What a run that failed, or was stopped, may have created and never committed: those records are copies of ours, not a person's. */
async function listOwnCreates(client: RowClient, { runId, registryId }: Identification): Promise<void> {
  await client.query('create temp table own_create (side_id uuid, key text collate "C") on commit drop');
  await client.query(
    `insert into own_create
     select distinct p.side_id, p.key from public.run r join rows.plan p on p.run_id = r.id
      where r.registry_id = $2 and r.status in ('failed', 'stopped') and r.id <> $1 and p.op = 'create'
        and p.status in (${MAYBE_DONE}, 'done')`,
    [runId, registryId],
  );
}

const modesOf = ({ modes }: Identification) => [
  modes.map(({ sideId }) => sideId),
  modes.map(({ mode }) => mode),
];

export interface SetAside {
  readonly sideId: string;
  readonly state: "duplicate" | "keyless" | "waiting" | "collision";
  readonly subject: string;
  readonly times: number;
  /** The first few of the records, to tell them apart. */
  readonly records: readonly { readonly locator: string; readonly cells: unknown }[];
}

const SHOWN_OF_EACH = 10;

/** Records that share a key in the form in which keys are matched are listed together, under the least of their keys. */
async function listSetAside(client: RowClient, runId: string): Promise<SetAside[]> {
  const { rows } = await client.query<SetAside>(
    `select side_id as "sideId", state, min(subject) as subject, count(*) as times,
            json_agg(json_build_object('locator', locator, 'cells', cells) order by ordinal) filter (where nth <= $2) as records
       from (select o.side_id, o.state, o.locator, o.ordinal, coalesce(o.cells, b.cells) as cells,
                    coalesce(o.form, o.locator) as form, coalesce(o.key, o.locator) as subject,
                    row_number() over (partition by o.side_id, o.state, coalesce(o.form, o.locator)
                                       order by o.ordinal) as nth
               from rows.obs o left join rows.base b on b.row_id = o.row_id
              where o.run_id = $1 and o.state in ('duplicate', 'keyless', 'waiting', 'collision')) found
      group by side_id, state, form order by 1, 2, 3 limit 10000`,
    [runId, SHOWN_OF_EACH],
  );
  return rows;
}
