import type { RowClient } from "../row-store";
import { closeConflictsOf, settleConflicts } from "./conflicts";
import { copyIntoTemp } from "./copy";
import { type LinkUpdate, relink, unlink } from "./links";
import { IS_WRITTEN_LATER, MAY_HAVE_WRITTEN, SENT_TIMES, WRITTEN_UNTIL } from "./operations";
import type { StoredDecision } from "./plan-store";
import { noteGrowth } from "./statistics";
import { overFewRows } from "./whole-sets";

export interface RowCommit {
  readonly decision: StoredDecision;
  /** False when a deletion could not be carried out everywhere: the row stays. */
  readonly apply: boolean;
  readonly links: readonly LinkUpdate[];
  /** Sides on which the row is gone. */
  readonly unlink: readonly string[];
}

const ORG = "nullif(current_setting('app.org', true), '')::uuid";

export async function uncommittedDecisions(
  client: RowClient,
  runId: string,
  chunk: number,
): Promise<StoredDecision[]> {
  const { rows } = await client.query<StoredDecision>(
    `select ordinal, chunk, row_id as "rowId", key, match_key as "matchKey", outcome, before, cells, hash, origins, sides
       from rows.decision where run_id = $1 and chunk = $2 and not committed order by ordinal`,
    [runId, chunk],
  );
  return rows;
}

export const UNTOLD =
  "Whether this was written is not known: another run took over before the answer was stored.";

/**
 * Voids what a chunk still has of decisions that have been overtaken: the row's base has moved since, its key has become
 * another row's, a record that is to be made has been linked meanwhile, a person keeps its records out, or it is a new one
 * of an old plan, of which nothing is made yet. Their operations are `stale`, except those that were sent and whose answer
 * nobody has: they may have been carried out. The next run decides anew. The base is looked up row by row: joined, it
 * would be gone through for each chunk of a run.
 */
export async function voidOvertaken(
  client: RowClient,
  place: {
    readonly runId: string;
    readonly registryId: string;
    readonly chunk: number;
    /** When the plan was made, as Postgres writes it: it knew what was kept out then. */
    readonly plannedAt: string;
    /** Other runs have committed rows since: what the plan took for a new row may have come, changed its key, and gone. */
    readonly isOld: boolean;
  },
): Promise<void> {
  const { rows } = await overFewRows(client, () =>
    client.query<{ ordinal: number; row_id: string }>(
      `update rows.decision d set committed = true
      where d.run_id = $1 and d.chunk = $3 and not d.committed
        and ((select b.cells from rows.base b where b.registry_id = $2 and b.row_id = d.row_id) is distinct from d.before
          or exists (select from rows.base o where o.registry_id = $2 and o.row_id <> d.row_id
                        and o.form = d.form)
          or (d.before is null and exists (select from rows.exclusion x where x.registry_id = $2 and x.at > $4
                        and x.key = d.form))
          or ($5 and d.before is null and not exists (
                select from rows.plan p where p.run_id = $1 and p.chunk = $3 and p.row_id = d.row_id and p.status = 'done'))
          or exists (select from rows.plan p join rows.link l
                         on l.registry_id = $2 and l.side_id = p.side_id and l.row_id = p.row_id
                      where p.run_id = $1 and p.chunk = $3 and p.row_id = d.row_id and p.op = 'create'
                        and p.status in ('planned', 'sent', 'unknown') and l.locator is distinct from p.locator))
      returning d.ordinal, d.row_id`,
      [place.runId, place.registryId, place.chunk, place.plannedAt, place.isOld],
    ),
  );
  await overtakeRows(
    client,
    place.runId,
    rows.map((row) => row.row_id),
  );
}

/**
 * Ends what a run has not done yet to these rows: somebody else has decided on them since, or is about to. Nobody commits
 * what it has written to them by then, so their links note that a change of that time may be our own.
 */
export async function overtakeRows(
  client: RowClient,
  runId: string,
  rowIds: readonly string[],
): Promise<void> {
  if (rowIds.length === 0) return;
  await client.query(
    `update rows.link l set written_at = u.until
       from (select ${WRITTEN_UNTIL}
               from rows.plan p
              where p.run_id = $1 and p.row_id = any($2::uuid[]) and p.op <> 'delete'
                and ${MAY_HAVE_WRITTEN}
              group by 1, 2) u
      where ${IS_WRITTEN_LATER}`,
    [runId, rowIds],
  );
  await client.query(
    `update rows.plan
        set status = case status when 'planned' then 'stale' else 'dropped' end,
            outcome = case status when 'planned' then jsonb_build_object('reason', 'overtaken')
                      else jsonb_build_object('reason', 'answer-lost', 'message', $3::text, 'attempts', ${SENT_TIMES}) end
      where run_id = $1 and row_id = any($2::uuid[]) and status in ('planned', 'sent', 'unknown')`,
    [runId, rowIds, UNTOLD],
  );
}

/** How often rows of the registry were committed; 0 for one that is not there. */
export async function revisionOf(client: RowClient, registryId: string): Promise<number> {
  const { rows } = await client.query<{ revision: number }>(
    "select revision from public.registry where id = $1",
    [registryId],
  );
  return rows[0]?.revision ?? 0;
}

/**
 * Moves the base for a chunk's rows and notes what each side acknowledged: base, history and links in the caller's
 * transaction. A row whose sides did not all answer keeps what the others acknowledged, so nobody's refusal holds up the rest.
 */
export const commitRows = (
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  commits: readonly RowCommit[],
): Promise<void> => overFewRows(client, () => commitAll(client, place, commits));

async function commitAll(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  commits: readonly RowCommit[],
): Promise<void> {
  if (commits.length === 0) return;
  await client.query("update public.registry set revision = revision + 1 where id = $1", [place.registryId]);
  const merged = commits
    .filter((row) => row.apply && row.decision.outcome === "merged")
    .map((row) => row.decision);
  const deleted = commits
    .filter((row) => row.apply && row.decision.outcome === "deleted")
    .map((row) => row.decision);
  await mergeBase(client, place, merged);
  await deleteBase(client, place, deleted);
  await leaveScope(client, place.registryId, commits);
  const gone = commits.map((row) => ({ rowId: row.decision.rowId, sideIds: row.unlink }));
  await unlink(client, gone);
  await relink(
    client,
    place,
    commits.filter((row) => !(row.apply && row.decision.outcome === "deleted")).flatMap((row) => row.links),
  );
  const rowIds = commits.map((row) => row.decision.rowId);
  await settleConflicts(client, place, rowIds);
  await forgetWishes(client, place, rowIds);
  await client.query(
    "update rows.decision set committed = true where run_id = $1 and ordinal = any($2::bigint[])",
    [place.runId, commits.map((row) => row.decision.ordinal)],
  );
}

async function mergeBase(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  decisions: readonly StoredDecision[],
): Promise<void> {
  if (decisions.length === 0) return;
  await copyIntoTemp(
    client,
    "merged",
    "row_id uuid, key text, match_key text, hash text, cells jsonb, origins jsonb",
    decisions.map((d) => [
      d.rowId,
      d.key,
      d.matchKey,
      d.hash,
      JSON.stringify(d.cells),
      JSON.stringify(d.origins),
    ]),
  );
  await client.query("analyze merged (row_id)");
  await client.query(
    `with moved as (
       insert into rows.base as b (organization_id, registry_id, row_id, key, match_key, hash, cells, origins, version)
       select ${ORG}, $1, row_id, key, match_key, hash, cells, origins,
              1 + coalesce((select max(v.version) from rows.row_version v
                             where v.registry_id = $1 and v.row_id = m.row_id), 0)
         from merged m
       on conflict (organization_id, registry_id, row_id) do update
         set key = excluded.key, match_key = excluded.match_key, hash = excluded.hash, cells = excluded.cells,
             origins = excluded.origins, version = b.version + 1, updated_at = now(), in_scope = true
         where b.hash is distinct from excluded.hash or b.key is distinct from excluded.key
       returning b.row_id, b.version, b.key, b.cells)
     insert into rows.row_version (organization_id, registry_id, row_id, version, key, cells, run_id)
     select ${ORG}, $1, row_id, version, key, cells, $2 from moved`,
    [place.registryId, place.runId],
  );
  await noteGrowth(client);
  // A conflict that the base's value won moves its origin and nothing else; a row may only come back into scope.
  await client.query(
    `update rows.base b set origins = m.origins, in_scope = true from merged m
      where b.registry_id = $1 and b.row_id = m.row_id and (b.origins <> m.origins or not b.in_scope)`,
    [place.registryId],
  );
  await client.query("drop table merged");
}

async function deleteBase(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  decisions: readonly StoredDecision[],
): Promise<void> {
  if (decisions.length === 0) return;
  await client.query(
    `with gone as (
       delete from rows.base where registry_id = $1 and row_id = any($3::uuid[]) returning row_id, version, key)
     insert into rows.row_version (organization_id, registry_id, row_id, version, key, cells, run_id)
     select ${ORG}, $1, row_id, version + 1, key, null, $2 from gone`,
    [place.registryId, place.runId, decisions.map((d) => d.rowId)],
  );
  const rowIds = decisions.map(({ rowId }) => rowId);
  await closeConflictsOf(client, place.registryId, { rowIds, because: "row deleted" });
}

/** Rows that left the registry's filter stand still until they come back. */
async function leaveScope(
  client: RowClient,
  registryId: string,
  commits: readonly RowCommit[],
): Promise<void> {
  const left = commits.filter(({ decision }) => decision.outcome === "outside");
  if (left.length === 0) return;
  const rowIds = left.map(({ decision }) => decision.rowId);
  await client.query(
    "update rows.base set in_scope = false where registry_id = $1 and row_id = any($2::uuid[])",
    [registryId, rowIds],
  );
  await closeConflictsOf(client, registryId, { rowIds, because: "out of the filter" });
}

/** A person's orders that this run's plan took in: carried out, or found overtaken. */
async function forgetWishes(
  client: RowClient,
  place: { readonly runId: string; readonly registryId: string },
  rowIds: readonly string[],
): Promise<void> {
  await client.query(
    "delete from rows.wish where registry_id = $2 and row_id = any($3::uuid[]) and run_id = $1",
    [place.runId, place.registryId, rowIds],
  );
}

/** Rows that the registry's runs deleted since a moment and that have not come back, for the rolling brake. */
export async function deletedSince(client: RowClient, registryId: string, since: Date): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(distinct v.row_id) as count from rows.row_version v
      where v.registry_id = $1 and v.cells is null and v.at >= $2
        and not exists (select from rows.base b where b.registry_id = $1 and b.row_id = v.row_id)`,
    [registryId, since],
  );
  return rows[0]?.count ?? 0;
}
