import { type Answer, memoError, type Op } from "./answer";
import { backoffMs } from "./backoff";
import { endRun } from "./end-run";
import { type FunctionConfig, maxAttempts } from "./function-config";
import { LIMITS, outputTooLarge, tooManySteps, type WireError } from "./limits";
import { invoke, sleep, waitForEvent } from "./pauses";
import { awaitStep, discoverNext, enqueueCall, hasTooManySteps, type StepOutcome, settleStep } from "./steps";
import { type CallTask, lockRun, type RunRow, type Store, type Tx } from "./store";

export interface Call {
  readonly task: CallTask;
  readonly fn: FunctionConfig;
}

type OpsAnswer = Extract<Answer, { kind: "ops" }>;

/** How a whole answer or one op of it goes on. */
type Effect =
  | StepOutcome
  | { readonly kind: "retry" }
  | { readonly kind: "complete"; readonly output: unknown }
  | { readonly kind: "fail"; readonly error: WireError };

/**
 * Turns an answer into state, in one transaction. An answer to a call whose lease another runner has taken, or whose run
 * has ended, changes nothing.
 */
export async function settle(store: Store, call: Call, answer: Answer, backoffScale: number): Promise<void> {
  await store.transact(async (tx) => {
    const run = await lockRun(tx, call.task.run_id);
    if (!run) return;
    const { rows } = await tx.query<{ again: boolean }>(
      "SELECT again FROM jobs.task WHERE id = $1 AND lease = $2 FOR UPDATE",
      [call.task.id, call.task.lease],
    );
    const held = rows[0];
    if (!held) return;
    switch (answer.kind) {
      case "undelivered":
        return release(tx, call.task);
      case "result":
        return endRun(tx, run, { status: "Completed", output: answer.output });
      case "error":
        if (!isLast(call, answer.final)) return retry(tx, call, answer.retryAfterMs, backoffScale);
        return endRun(tx, run, { status: "Failed", error: answer.error, output: answer.output });
      case "ops":
        return settleOps(tx, run, call, { answer, again: held.again, backoffScale });
      default:
        answer satisfies never;
    }
  });
}

const isLast = ({ task, fn }: Call, final: boolean): boolean => final || task.attempt + 1 >= maxAttempts(fn);

/** The same call again later, as one attempt more. */
async function retry(tx: Tx, call: Call, afterMs: number | null, scale: number): Promise<void> {
  const wait = afterMs ?? backoffMs(call.task.attempt, Math.random(), scale);
  await tx.query(
    `UPDATE jobs.task SET attempt = attempt + 1, lease = NULL, lease_until = NULL,
       due_at = now() + $2 * interval '1 millisecond' WHERE id = $1`,
    [call.task.id, wait],
  );
}

/** The same call again soon, as the same attempt. */
async function release(tx: Tx, task: CallTask): Promise<void> {
  await tx.query(
    "UPDATE jobs.task SET lease = NULL, lease_until = NULL, due_at = now() + interval '1 second' WHERE id = $1",
    [task.id],
  );
}

interface OpsContext {
  readonly answer: OpsAnswer;
  readonly again: boolean;
  readonly backoffScale: number;
}

async function settleOps(tx: Tx, run: RunRow, call: Call, context: OpsContext): Promise<void> {
  const { answer } = context;
  const fail = (error: WireError) => endRun(tx, run, { status: "Failed", error });
  if (answer.ops.length > LIMITS.stepsPerRun) return fail(tooManySteps());
  if (answer.version !== null && answer.version !== run.version)
    await tx.query("UPDATE jobs.run SET version = $2 WHERE id = $1", [run.id, answer.version]);
  let settled = false;
  let awaited = false;
  let race = context.again;
  let retrying = false;
  for (const op of answer.ops) {
    const effect = await applyOp(tx, run, call, { op, answer });
    switch (effect.kind) {
      case "complete":
        return endRun(tx, run, { status: "Completed", output: effect.output });
      case "fail":
      case "overflow":
        return fail(effect.error);
      case "retry":
        retrying = true;
        break;
      case "settled":
        settled = true;
        race ||= effect.race;
        break;
      case "awaited":
        awaited = true;
        break;
      case "known":
        break;
      default:
        effect satisfies never;
    }
  }
  if (awaited && (await hasTooManySteps(tx, run))) return fail(tooManySteps());
  if (retrying) return retry(tx, call, answer.retryAfterMs, context.backoffScale);
  await tx.query("DELETE FROM jobs.task WHERE id = $1", [call.task.id]);
  if (settled || race) return discoverNext(tx, run, race);
  if (!awaited && !(await stillMoving(tx, run))) await fail(stuck());
}

/** Whether something will come that takes the run on. */
async function stillMoving(tx: Tx, run: RunRow): Promise<boolean> {
  const { rows } = await tx.query<{ moving: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM jobs.step WHERE run_id = $1 AND position IS NULL)
         OR EXISTS (SELECT 1 FROM jobs.task WHERE run_id = $1 AND kind = 'call') AS moving`,
    [run.id],
  );
  return rows[0]?.moving ?? false;
}

const stuck = (): WireError => ({
  name: "Error",
  message: "The function reported no new step and no result.",
  error: "no progress",
});

const unsupported = (op: Op): WireError => ({
  name: "Error",
  message: `The embedded runner does not support the opcode "${op.op}" (step "${op.displayName ?? op.name ?? op.id}").`,
  error: "unsupported opcode",
});

async function applyOp(
  tx: Tx,
  run: RunRow,
  call: Call,
  { op, answer }: { readonly op: Op; readonly answer: OpsAnswer },
): Promise<Effect> {
  const version = answer.version ?? run.version;
  const step = { id: op.id, op: op.op, race: version === 1 || op.opts?.parallelMode === "race" };
  if (Buffer.byteLength(JSON.stringify(op.data ?? null)) > LIMITS.stepOutputBytes)
    return { kind: "fail", error: outputTooLarge() };
  switch (op.op) {
    case "Step":
    case "StepRun":
      return settleStep(tx, run, step, { data: op.data ?? null });
    case "StepFailed":
      return settleStep(tx, run, step, { error: memoError(op.error) });
    case "StepError":
      if (!isLast(call, answer.final)) return { kind: "retry" };
      return settleStep(tx, run, step, { error: memoError(op.error) });
    case "StepPlanned": {
      const outcome = await awaitStep(tx, run, step);
      if (outcome.kind === "awaited") await enqueueCall(tx, run, op.id);
      return outcome;
    }
    case "Sleep":
      return sleep(tx, run, { op, step });
    case "WaitForEvent":
      return waitForEvent(tx, run, { op, step });
    case "InvokeFunction":
      return invoke(tx, run, { op, step });
    case "RunComplete":
      return { kind: "complete", output: op.data ?? null };
    default:
      return { kind: "fail", error: unsupported(op) };
  }
}
