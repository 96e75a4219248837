import { admit, launch, requestCancel } from "./flow-control";
import type { FunctionConfig } from "./function-config";
import { isRecord } from "./json";
import { type Log, reasonOf } from "./log";
import { answersWait, cancelRulesFor, cancels, startsOn } from "./match";
import {
  activeFunctions,
  type EventPayload,
  functionById,
  LOCKS,
  lockFor,
  type Store,
  type Tx,
} from "./store";

interface DueEvent {
  readonly id: string;
  readonly payload: EventPayload;
}

const INVOKED = "inngest/function.invoked";

/**
 * Hands waiting events on, oldest first, each in one transaction: what it resumes, cancels and starts is recorded
 * together with the fact that it was handed on. Answers how many were. Before the first registration events wait.
 */
export async function dispatchDue(store: Store, log: Log, limit: number): Promise<number> {
  for (let done = 0; done < limit; done += 1) {
    let current: DueEvent | null = null;
    try {
      const found = await store.transact(async (tx) => {
        await lockFor(tx, LOCKS.dispatch);
        current = await nextEvent(tx);
        if (current) await dispatch(tx, current);
        return current !== null;
      });
      if (!found) return done;
    } catch (error) {
      const failed = current as DueEvent | null;
      if (!failed) throw error;
      log("event put back", { event: failed.id, reason: reasonOf(error) });
      await store.pool.query(
        "UPDATE jobs.event SET dispatch_at = now() + interval '5 seconds' WHERE id = $1",
        [failed.id],
      );
    }
  }
  return limit;
}

async function nextEvent(tx: Tx): Promise<DueEvent | null> {
  const { rows } = await tx.query<DueEvent>(
    `SELECT id, payload FROM jobs.event
     WHERE dispatch_at <= statement_timestamp() AND EXISTS (SELECT 1 FROM jobs.function)
     ORDER BY seq LIMIT 1 FOR UPDATE`,
  );
  return rows[0] ?? null;
}

async function dispatch(tx: Tx, event: DueEvent): Promise<void> {
  await resumeWaits(tx, event.payload);
  if (event.payload.name === INVOKED) await startInvoked(tx, event);
  const functions = await activeFunctions(tx);
  await cancelRuns(tx, functions, event.payload);
  for (const fn of functions) if (startsOn(fn, event.payload)) await admit(tx, fn, event);
  await tx.query("UPDATE jobs.event SET dispatch_at = NULL WHERE id = $1", [event.id]);
}

/** Steps resume by a task of their own, so that no event ever waits for the lock of a run. */
async function resumeWaits(tx: Tx, incoming: EventPayload): Promise<void> {
  const { rows } = await tx.query<{
    run_id: string;
    id: string;
    wait_if: string | null;
    source: EventPayload;
  }>(
    `SELECT step.run_id, step.id, step.wait_if, run.events -> 0 AS source
     FROM jobs.step JOIN jobs.run ON run.id = step.run_id
     WHERE step.wait_event = $1 AND step.position IS NULL AND run.ended_at IS NULL`,
    [incoming.name],
  );
  for (const wait of rows)
    if (answersWait(wait.wait_if, wait.source, incoming))
      await requestResume(tx, wait.run_id, wait.id, incoming);
}

/** Settles a step with `memo` as soon as its run can be locked. The first memo to arrive counts. */
export async function requestResume(tx: Tx, runId: string, stepId: string, memo: unknown): Promise<void> {
  await tx.query(
    `INSERT INTO jobs.task (kind, run_id, step_id, payload)
     SELECT 'resume', id, $2, $3 FROM jobs.run WHERE id = $1 AND ended_at IS NULL`,
    [runId, stepId, JSON.stringify(memo)],
  );
}

async function cancelRuns(
  tx: Tx,
  functions: readonly FunctionConfig[],
  incoming: EventPayload,
): Promise<void> {
  for (const fn of functions) {
    const rules = cancelRulesFor(fn, incoming);
    if (rules.length === 0) continue;
    const { rows } = await tx.query<{ id: string; source: EventPayload; age: number }>(
      `SELECT id, events -> 0 AS source, extract(epoch FROM now() - created_at)::float8 * 1000 AS age
       FROM jobs.run WHERE function_id = $1 AND ended_at IS NULL`,
      [fn.id],
    );
    for (const run of rows)
      if (rules.some((rule) => cancels(rule, { source: run.source, ageMs: run.age }, incoming)))
        await requestCancel(tx, run.id);
  }
}

/** An invocation goes to the function it names; rate limits, debounce and batches do not apply to it. */
async function startInvoked(tx: Tx, event: DueEvent): Promise<void> {
  const address = event.payload.data._inngest;
  if (!isRecord(address)) return;
  const [run, step] = String(address.correlation_id).split(".");
  if (!run || !step) return;
  const fn = await functionById(tx, String(address.fn_id));
  if (fn) {
    await launch(tx, {
      fn,
      events: [event.payload],
      eventIds: [event.id],
      source: event.id,
      parent: { run, step },
    });
    return;
  }
  const message = `could not find function with ID: ${String(address.fn_id)}`;
  await requestResume(tx, run, step, { error: { name: "Error", message } });
}
