import type { Cells } from "@/lib/engine/value";
import type { RowClient } from "../row-store";
import { copyIntoTemp } from "./copy";
import type { OperationStatus, StoredOperation } from "./plan-store";
import { overWholeSets } from "./whole-sets";

/** The post-image a side answered with, in canonical form. */
export interface PostImage {
  readonly locator: string;
  readonly cells: Cells;
}

export interface OperationOutcome {
  readonly ordinal: number;
  readonly status: OperationStatus;
  readonly image: PostImage | null;
  readonly reason: string | null;
  readonly message: string | null;
  readonly field: string | null;
  /** How often it was sent, those counted whose answer never came. */
  readonly attempts: number;
  /** When the answer came, epoch ms by the database's clock, and how long the run had waited for its systems by then. */
  readonly answeredAt?: number;
  readonly waitedMs?: number;
}

export interface PendingOperation extends StoredOperation {
  readonly status: OperationStatus;
  readonly attempts: number;
  /** How long ago it was sent, in ms by the database's clock; null = not yet. */
  readonly sentAgoMs: number | null;
}

const SELECT = `ordinal, chunk, row_id as "rowId", key, side_id as "sideId", op, locator, before, cells, sources, status,
                coalesce((outcome->>'attempts')::int, 0) as attempts,
                (extract(epoch from now() - sent_at) * 1000)::bigint as "sentAgoMs"`;

/** Operations of a chunk on one side that have no final outcome, in order; at most `limit`. */
export async function pendingOperations(
  client: RowClient,
  place: { readonly runId: string; readonly chunk: number; readonly sideId: string },
  limit: number,
): Promise<PendingOperation[]> {
  const { rows } = await client.query<PendingOperation>(
    `select ${SELECT} from rows.plan
      where run_id = $1 and chunk = $2 and side_id = $3 and status in ('planned', 'sent', 'unknown')
      order by ordinal limit $4`,
    [place.runId, place.chunk, place.sideId, limit],
  );
  return rows;
}

/** Intent before effect: from here on an operation may have happened. */
export async function markSent(client: RowClient, runId: string, ordinals: readonly number[]): Promise<void> {
  await client.query(
    "update rows.plan set status = 'sent', sent_at = now() where run_id = $1 and ordinal = any($2::bigint[])",
    [runId, ordinals],
  );
}

/** These were not begun after all. */
export async function takeBackSent(
  client: RowClient,
  runId: string,
  ordinals: readonly number[],
): Promise<void> {
  if (ordinals.length === 0) return;
  await client.query(
    "update rows.plan set status = 'planned', sent_at = null where run_id = $1 and ordinal = any($2::bigint[])",
    [runId, ordinals],
  );
}

export interface UnsureSide {
  readonly registryId: string;
  readonly sideId: string;
  readonly withinMs: number;
  /** A run whose creates do not count: it knows of them. */
  readonly exceptRunId?: string;
}

/**
 * How long ago, in ms, a run last sent a create to this side of which it does not know, or has not kept, what became;
 * null = none in the last `withinMs`. Such a record may be there and not be found yet. One clock, the database's, tells
 * both times.
 */
export async function lastUnsureCreate(client: RowClient, side: UnsureSide): Promise<number | null> {
  const { rows } = await client.query<{ ago: number | null }>(
    `select (extract(epoch from now() - max(p.sent_at)) * 1000)::bigint as ago
       from public.run r join rows.plan p on p.organization_id = r.organization_id and p.run_id = r.id
      where r.registry_id = $1 and r.touched_at > now() - make_interval(secs => $3 / 1000.0) and p.side_id = $2
        and p.op = 'create' and p.sent_at > now() - make_interval(secs => $3 / 1000.0)
        and ($4::uuid is null or p.run_id <> $4)
        and (p.status in ('sent', 'unknown', 'dropped') or not exists (
              select from rows.decision d where d.organization_id = p.organization_id and d.run_id = p.run_id
                 and d.row_id = p.row_id and d.committed))`,
    [side.registryId, side.sideId, side.withinMs, side.exceptRunId ?? null],
  );
  return rows[0]?.ago ?? null;
}

/** Of runs that are not at a good end. */
const MAY_HAVE_LEFT = "'running', 'held', 'failed', 'stopped'";

/** How often an operation was sent, the last time counted whose end nobody knows. */
export const SENT_TIMES = "coalesce((outcome->>'attempts')::int, 0) + (status = 'sent')::int";

/**
 * The runs that left a chunk half done, the oldest first: something of it is written, and it is not committed. Also those
 * whose approval was lost in the middle of it, whatever was decided then. Not those that ask.
 */
export async function leftRuns(
  client: RowClient,
  asking: { readonly registryId: string; readonly runId: string },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select r.id from public.run r
      where r.registry_id = $1 and r.id <> $2 and r.status in (${MAY_HAVE_LEFT})
        and exists (
          select from rows.decision d
            join rows.plan p on p.organization_id = d.organization_id and p.run_id = d.run_id
                            and p.chunk = d.chunk and p.row_id = d.row_id
           where d.organization_id = r.organization_id and d.run_id = r.id and not d.committed
             and d.chunk = (r.progress->'state'->>'chunk')::int and p.status = 'done')
      order by r.id`,
    [asking.registryId, asking.runId],
  );
  return rows.map(({ id }) => id);
}

/** What is sent is written, if at all, within so many seconds. */
export const ANSWERED_SECONDS = 60;

/** Of operations `p`, by record: until when what was sent may have been written. */
export const WRITTEN_UNTIL = `p.side_id, p.row_id, max(p.sent_at) + make_interval(secs => ${ANSWERED_SECONDS}) as until`;

/** Of operations `p`: something of ours may be in the record, whatever the last answer was (lib/sync/operation-outcome.ts). */
export const MAY_HAVE_WRITTEN = `(p.status in ('sent', 'unknown', 'done')
                     or (p.outcome->>'attempts')::int > (p.status <> 'dropped')::int)`;

/** Joins links `l` with such moments `u` that come after what they know of. */
export const IS_WRITTEN_LATER =
  "l.side_id = u.side_id and l.row_id = u.row_id and coalesce(l.written_at < u.until, true)";

/**
 * Notes on the links of rows that other runs have sent something of, and do not know what became of it, that their records
 * may have been written until then: a change of that time may be our own.
 */
export async function noteUnanswered(
  client: RowClient,
  asking: { readonly registryId: string; readonly runId: string },
): Promise<void> {
  await client.query(
    `update rows.link l set written_at = u.until
       from (select ${WRITTEN_UNTIL}
               from public.run r join rows.plan p on p.organization_id = r.organization_id and p.run_id = r.id
              where r.registry_id = $1 and r.id <> $2 and r.status in (${MAY_HAVE_LEFT})
                and p.chunk = (r.progress->'state'->>'chunk')::int and p.op <> 'delete'
                and p.status <> 'done' and ${MAY_HAVE_WRITTEN}
              group by 1, 2) u
      where ${IS_WRITTEN_LATER}`,
    [asking.registryId, asking.runId],
  );
}

export async function recordOutcomes(
  client: RowClient,
  runId: string,
  outcomes: readonly OperationOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return;
  await copyIntoTemp(
    client,
    "answered",
    "ordinal bigint, status text, outcome jsonb",
    outcomes.map(({ ordinal, status, ...outcome }) => [ordinal, status, JSON.stringify(outcome)]),
  );
  // By their ordinals, too: joined alone, all of the run's operations are gone through for each batch.
  await client.query(
    `update rows.plan p set status = a.status, outcome = a.outcome from answered a
      where p.run_id = $1 and p.ordinal = any($2::bigint[]) and p.ordinal = a.ordinal`,
    [runId, outcomes.map(({ ordinal }) => ordinal)],
  );
  await client.query("drop table answered");
}

/** Gives up, for this run, what a side cannot take now; its cells stay pending. */
export async function dropOperations(
  client: RowClient,
  place: { readonly runId: string; readonly sideId: string },
  reason: { readonly code: string; readonly message: string },
): Promise<void> {
  await client.query(
    `update rows.plan
        set status = 'dropped',
            outcome = jsonb_build_object('reason', $3::text, 'message', $4::text, 'attempts', ${SENT_TIMES})
      where run_id = $1 and side_id = $2 and status in ('planned', 'sent', 'unknown')`,
    [place.runId, place.sideId, reason.code, reason.message],
  );
}

export interface AnsweredOperation extends StoredOperation {
  readonly status: OperationStatus;
  readonly outcome: Omit<OperationOutcome, "ordinal" | "status"> | null;
}

/** Every operation of a chunk with its outcome, for the commit. */
export async function operationsOfChunk(
  client: RowClient,
  runId: string,
  chunk: number,
): Promise<AnsweredOperation[]> {
  const { rows } = await client.query<AnsweredOperation>(
    `select ${SELECT}, outcome from rows.plan where run_id = $1 and chunk = $2 order by ordinal`,
    [runId, chunk],
  );
  return rows;
}

export interface PlanCounts {
  readonly sideId: string;
  readonly op: "create" | "update" | "delete";
  readonly status: OperationStatus;
  readonly count: number;
}

export async function planCounts(client: RowClient, runId: string): Promise<PlanCounts[]> {
  const { rows } = await client.query<PlanCounts>(
    `select side_id as "sideId", op, status, count(*) as count from rows.plan where run_id = $1 group by 1, 2, 3`,
    [runId],
  );
  return rows;
}

/** Rows of the base that the plan writes to, and how many rows the base has. */
export async function changedRows(
  client: RowClient,
  runId: string,
): Promise<{ rows: number; rowsInBase: number }> {
  const { rows } = await overWholeSets(client, () =>
    client.query<{ rows: number; rowsInBase: number }>(
      `select (select count(distinct p.row_id) from rows.plan p
                 join rows.decision d on d.run_id = p.run_id and d.row_id = p.row_id and d.before is not null
                where p.run_id = $1) as rows,
              (select count(*) from rows.base b
                where b.registry_id = (select registry_id from public.run where id = $1)) as "rowsInBase"`,
      [runId],
    ),
  );
  return rows[0] ?? { rows: 0, rowsInBase: 0 };
}
