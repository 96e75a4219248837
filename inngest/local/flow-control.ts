import { durationMs } from "./durations";
import { holds, keyOf } from "./expression";
import type { FunctionConfig } from "./function-config";
import { digest } from "./ids";
import { LIMITS } from "./limits";
import { type NewRun, startRun } from "./start-run";
import type { EventPayload, Tx } from "./store";

const DAY_MS = 86_400_000;

export interface Arrival {
  /** Our id of the event. */
  readonly id: string;
  readonly payload: EventPayload;
}

/**
 * One event for one function that its triggers accept: starts a run, holds the event back or drops it, as the function's
 * settings say. The caller holds the dispatch lock.
 */
export async function admit(tx: Tx, fn: FunctionConfig, event: Arrival): Promise<void> {
  if (!(await withinRate(tx, fn, event.payload))) return;
  if (fn.debounce) return holdNewest(tx, fn, event);
  if (fn.batchEvents && holds(fn.batchEvents.if, { event: event.payload })) return collect(tx, fn, event);
  await launch(tx, { fn, events: [event.payload], eventIds: [event.id], source: event.id });
}

/**
 * Starts a run unless singleton skips it, at the moment throttle allows. Singleton leaves invoked runs alone: whoever
 * invoked them waits for their end. The caller holds the dispatch lock.
 */
export async function launch(tx: Tx, run: Omit<NewRun, "delayMs" | "singletonKey">): Promise<void> {
  const event = run.events[0];
  const delayMs = await throttled(tx, run.fn, event);
  if (!run.fn.singleton || run.parent) {
    await startRun(tx, { ...run, delayMs });
    return;
  }
  const singletonKey = `${digest(run.fn.id)}:${keyOf(run.fn.singleton.key, event)}`;
  const { rows } = await tx.query<{ id: string }>(
    "SELECT id FROM jobs.run WHERE singleton_key = $1 AND ended_at IS NULL",
    [singletonKey],
  );
  if (rows.length > 0 && run.fn.singleton.mode === "skip") return;
  for (const other of rows) await requestCancel(tx, other.id);
  await startRun(tx, { ...run, delayMs, singletonKey });
}

/** Cancels a run as soon as it can be locked; never waits for it here. */
export async function requestCancel(tx: Tx, runId: string): Promise<void> {
  await tx.query(`INSERT INTO jobs.task (kind, run_id, payload) VALUES ('cancel', $1, '{"when":"now"}')`, [
    runId,
  ]);
}

/** rateLimit and idempotency (which is one run per key a day): false drops the event. */
async function withinRate(tx: Tx, fn: FunctionConfig, event: EventPayload): Promise<boolean> {
  const rule =
    fn.idempotency === undefined
      ? fn.rateLimit && { ...fn.rateLimit, periodMs: durationMs(fn.rateLimit.period) ?? 0 }
      : { key: fn.idempotency, limit: 1, periodMs: DAY_MS };
  if (!rule) return true;
  const key = `rate:${digest(fn.id)}:${keyOf(rule.key, event)}`;
  const now = Date.now();
  const starts = ((await flowValue(tx, key)) as number[] | null) ?? [];
  const recent = starts.filter((at) => at > now - rule.periodMs);
  if (recent.length >= rule.limit) return false;
  await setFlow(tx, key, [...recent, now], rule.periodMs);
  return true;
}

/** Milliseconds until a throttled run may start: runs leave period / limit apart, `burst` of them at once. */
async function throttled(tx: Tx, fn: FunctionConfig, event: EventPayload | undefined): Promise<number> {
  if (!fn.throttle) return 0;
  const { limit, burst, period, key } = fn.throttle;
  const gap = (durationMs(period) ?? 0) / limit;
  const flowKey = `throttle:${digest(fn.id)}:${keyOf(key, event)}`;
  const now = Date.now();
  const booked = Math.max(now, ((await flowValue(tx, flowKey)) as number | null) ?? now);
  await setFlow(tx, flowKey, booked + gap, booked + gap - now);
  return Math.max(0, booked - (Math.max(1, burst ?? 1) - 1) * gap - now);
}

async function flowValue(tx: Tx, key: string): Promise<unknown> {
  const { rows } = await tx.query<{ value: unknown }>("SELECT value FROM jobs.flow WHERE key = $1", [key]);
  return rows[0]?.value ?? null;
}

async function setFlow(tx: Tx, key: string, value: unknown, lifeMs: number): Promise<void> {
  await tx.query(
    `INSERT INTO jobs.flow (key, value, expires_at) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`,
    [key, JSON.stringify(value), lifeMs],
  );
}

async function hold(tx: Tx, fn: FunctionConfig, key: string, event: Arrival): Promise<void> {
  await tx.query("INSERT INTO jobs.held (function_id, key, event_id, payload) VALUES ($1, $2, $3, $4)", [
    fn.id,
    key,
    event.id,
    JSON.stringify(event.payload),
  ]);
}

/** debounce: the newest event of a key waits until none has come for `period`, at most `timeout` from the first. */
async function holdNewest(tx: Tx, fn: FunctionConfig, event: Arrival): Promise<void> {
  const rule = fn.debounce;
  if (!rule) return;
  const key = keyOf(rule.key, event.payload);
  const period = Math.min(durationMs(rule.period) ?? 0, LIMITS.debounceMs);
  const longest = rule.timeout === undefined ? null : durationMs(rule.timeout);
  const before = await tx.query<{ first_at: Date }>(
    "DELETE FROM jobs.held WHERE function_id = $1 AND key = $2 RETURNING first_at",
    [fn.id, key],
  );
  await hold(tx, fn, key, event);
  await tx.query(
    `UPDATE jobs.held SET first_at = COALESCE($3, first_at) WHERE function_id = $1 AND key = $2`,
    [fn.id, key, before.rows[0]?.first_at ?? null],
  );
  await tx.query(
    `INSERT INTO jobs.task AS held (kind, function_id, step_id, due_at)
     SELECT 'debounce', $1, $2, LEAST(now() + $3 * interval '1 millisecond',
                                      first_at + $4::float8 * interval '1 millisecond')
     FROM jobs.held WHERE function_id = $1 AND key = $2
     ON CONFLICT (kind, function_id, step_id) WHERE kind IN ('debounce', 'batch')
     DO UPDATE SET due_at = excluded.due_at`,
    [fn.id, key, period, longest],
  );
}

/** batchEvents: events of a key gather until there are `maxSize` or `timeout` has passed since the first. */
async function collect(tx: Tx, fn: FunctionConfig, event: Arrival): Promise<void> {
  const rule = fn.batchEvents;
  if (!rule) return;
  const key = keyOf(rule.key, event.payload);
  const wait = Math.min(durationMs(rule.timeout) ?? LIMITS.batchWaitMs, LIMITS.batchWaitMs);
  await hold(tx, fn, key, event);
  const { rows } = await tx.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM jobs.held WHERE function_id = $1 AND key = $2",
    [fn.id, key],
  );
  if ((rows[0]?.n ?? 0) >= Math.min(rule.maxSize, LIMITS.batchSize)) return releaseHeld(tx, fn, key);
  await tx.query(
    `INSERT INTO jobs.task (kind, function_id, step_id, due_at)
     VALUES ('batch', $1, $2, now() + $3 * interval '1 millisecond')
     ON CONFLICT (kind, function_id, step_id) WHERE kind IN ('debounce', 'batch') DO NOTHING`,
    [fn.id, key, wait],
  );
}

/** Starts the run that debounce or batchEvents held back. The caller holds the dispatch lock. */
export async function releaseHeld(tx: Tx, fn: FunctionConfig, key: string): Promise<void> {
  await tx.query(
    "DELETE FROM jobs.task WHERE kind IN ('debounce', 'batch') AND function_id = $1 AND step_id = $2",
    [fn.id, key],
  );
  const { rows } = await tx.query<{ seq: string; event_id: string; payload: EventPayload }>(
    "DELETE FROM jobs.held WHERE function_id = $1 AND key = $2 RETURNING seq, event_id, payload",
    [fn.id, key],
  );
  const held = rows.sort((a, b) => Number(a.seq) - Number(b.seq));
  const first = held[0];
  if (!first) return;
  await launch(tx, {
    fn,
    events: held.map((row) => row.payload),
    eventIds: held.map((row) => row.event_id),
    source: first.event_id,
  });
}
