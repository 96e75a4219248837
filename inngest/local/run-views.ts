import { stateOf } from "./request";
import type { Store } from "./store";

const VIEW = `id AS run_id, function_id, status, event_ids[1] AS event_id, output,
  created_at, started_at AS run_started_at, ended_at`;

/** `GET /v1/events/:id/runs`: runs that this event (our id) started, newest first. */
export async function runsOfEvent(store: Store, eventId: string): Promise<unknown[]> {
  const { rows } = await store.pool.query(
    `SELECT ${VIEW} FROM jobs.run WHERE event_ids @> ARRAY[$1] ORDER BY id DESC LIMIT 100`,
    [eventId],
  );
  return rows;
}

export async function runById(store: Store, runId: string): Promise<unknown> {
  const { rows } = await store.pool.query(`SELECT ${VIEW} FROM jobs.run WHERE id = $1`, [runId]);
  return rows[0] ?? null;
}

/** `GET /v0/runs/:id/actions`: the memoised steps, for a call that said `use_api`. */
export async function memosOfRun(store: Store, runId: string): Promise<unknown> {
  if ((await runById(store, runId)) === null) return null;
  const { memos } = await stateOf(store.pool, runId);
  return Object.fromEntries(memos.map((memo) => [memo.id, memo.memo]));
}

/** `GET /v0/runs/:id/batch`: the events of a run. */
export async function eventsOfRun(store: Store, runId: string): Promise<unknown> {
  const { rows } = await store.pool.query<{ events: unknown }>("SELECT events FROM jobs.run WHERE id = $1", [
    runId,
  ]);
  return rows[0]?.events ?? null;
}
