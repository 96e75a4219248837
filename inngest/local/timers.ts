import { endRun } from "./end-run";
import { releaseHeld } from "./flow-control";
import { type Log, reasonOf } from "./log";
import { discoverNext, settleStep } from "./steps";
import { functionById, LOCKS, lockFor, lockRun, type Store, type Tx } from "./store";

interface Timer {
  readonly id: string;
  readonly kind: "resume" | "cancel" | "debounce" | "batch";
  readonly run_id: string | null;
  readonly step_id: string | null;
  readonly function_id: string | null;
}

/** Does what is due besides calls: resumes, cancellations, debounces, batches. Answers how many. */
export async function fireDueTimers(store: Store, log: Log, limit: number): Promise<number> {
  const { rows } = await store.pool.query<Timer>(
    `SELECT id, kind, run_id, step_id, function_id FROM jobs.task
     WHERE kind <> 'call' AND due_at <= now() ORDER BY due_at, id LIMIT $1`,
    [limit],
  );
  for (const timer of rows) {
    try {
      await store.transact((tx) => fire(tx, timer));
    } catch (error) {
      log("timer put back", { kind: timer.kind, reason: reasonOf(error) });
      await store.pool.query("UPDATE jobs.task SET due_at = now() + interval '5 seconds' WHERE id = $1", [
        timer.id,
      ]);
    }
  }
  return rows.length;
}

function fire(tx: Tx, timer: Timer): Promise<void> {
  switch (timer.kind) {
    case "resume":
      return resume(tx, timer);
    case "cancel":
      return cancel(tx, timer);
    case "debounce":
    case "batch":
      return release(tx, timer);
  }
}

/** Takes the task off the queue; undefined when another runner has, or when it has been put off. */
async function take<Payload>(tx: Tx, timer: Timer): Promise<{ readonly payload: Payload } | undefined> {
  const { rows } = await tx.query<{ payload: Payload }>(
    "DELETE FROM jobs.task WHERE id = $1 AND due_at <= now() RETURNING payload",
    [timer.id],
  );
  return rows[0];
}

async function resume(tx: Tx, timer: Timer): Promise<void> {
  const run = await lockRun(tx, timer.run_id ?? "");
  const taken = await take(tx, timer);
  if (!run || !taken || timer.step_id === null) return;
  const { rows } = await tx.query<{ op: string; race: boolean }>(
    "SELECT op, race FROM jobs.step WHERE run_id = $1 AND id = $2 AND position IS NULL",
    [run.id, timer.step_id],
  );
  const awaited = rows[0];
  if (!awaited) return;
  const outcome = await settleStep(tx, run, { id: timer.step_id, ...awaited }, taken.payload);
  if (outcome.kind === "overflow") await endRun(tx, run, { status: "Failed", error: outcome.error });
  if (outcome.kind === "settled") await discoverNext(tx, run, outcome.race);
}

async function cancel(tx: Tx, timer: Timer): Promise<void> {
  const run = await lockRun(tx, timer.run_id ?? "");
  const taken = await take<{ when: "now" | "not-started" | "not-finished" }>(tx, timer);
  if (!run || !taken) return;
  if (taken.payload.when === "not-started" && run.started_at !== null) return;
  await endRun(tx, run, { status: "Cancelled" });
}

async function release(tx: Tx, timer: Timer): Promise<void> {
  await lockFor(tx, LOCKS.dispatch);
  const taken = await take(tx, timer);
  const fn = await functionById(tx, timer.function_id ?? "");
  if (taken && fn) await releaseHeld(tx, fn, timer.step_id ?? "");
}
