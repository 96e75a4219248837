import { randomUUID } from "node:crypto";
import type { Op } from "./answer";
import { delayMs } from "./durations";
import { emit } from "./event-intake";
import { uuidOf } from "./ids";
import { isRecord } from "./json";
import type { WireError } from "./limits";
import { awaitStep, type NewStep, type StepOutcome } from "./steps";
import type { RunRow, Tx } from "./store";

interface Pause {
  readonly op: Op;
  readonly step: NewStep;
}
type PauseOutcome = StepOutcome | { readonly kind: "fail"; readonly error: WireError };

const DEFAULT_INVOKE_TIMEOUT = "365d";

const badTime = (op: Op): PauseOutcome => ({
  kind: "fail",
  error: {
    name: "Error",
    message: `Step "${op.displayName ?? op.id}" names a time that cannot be read.`,
    error: "invalid time",
  },
});

/** Settles the step with `memo` when `delay` ms have passed and nothing else has settled it. */
async function resumeAfter(
  tx: Tx,
  run: RunRow,
  stepId: string,
  due: { delay: number; memo: unknown },
): Promise<void> {
  await tx.query(
    `INSERT INTO jobs.task (kind, run_id, step_id, payload, due_at)
     VALUES ('resume', $1, $2, $3, now() + $4 * interval '1 millisecond')`,
    [run.id, stepId, JSON.stringify(due.memo), due.delay],
  );
}

/** The SDK puts the duration or the date into `name`. */
export async function sleep(tx: Tx, run: RunRow, { op, step }: Pause): Promise<PauseOutcome> {
  const delay = delayMs(op.name ?? "", Date.now());
  if (delay === null) return badTime(op);
  const outcome = await awaitStep(tx, run, step);
  if (outcome.kind === "awaited") await resumeAfter(tx, run, op.id, { delay, memo: null });
  return outcome;
}

/** The SDK puts the event's name into `name`; `opts` has the timeout and a condition over `event` and `async`. */
export async function waitForEvent(tx: Tx, run: RunRow, { op, step }: Pause): Promise<PauseOutcome> {
  const { timeout, if: condition } = op.opts ?? {};
  const delay = typeof timeout === "string" ? delayMs(timeout, Date.now()) : null;
  if (delay === null) return badTime(op);
  const wait = { event: op.name ?? "", condition: typeof condition === "string" ? condition : null };
  const outcome = await awaitStep(tx, run, { ...step, wait });
  if (outcome.kind === "awaited") await resumeAfter(tx, run, op.id, { delay, memo: null });
  return outcome;
}

/** Sends `inngest/function.invoked` to the function; its end settles the step, or the timeout does. */
export async function invoke(tx: Tx, run: RunRow, { op, step }: Pause): Promise<PauseOutcome> {
  const { timeout, function_id, payload } = op.opts ?? {};
  const delay = delayMs(typeof timeout === "string" ? timeout : DEFAULT_INVOKE_TIMEOUT, Date.now());
  if (delay === null) return badTime(op);
  const outcome = await awaitStep(tx, run, step);
  if (outcome.kind !== "awaited") return outcome;
  const data = isRecord(payload) && isRecord(payload.data) ? payload.data : {};
  await emit(tx, "inngest/function.invoked", {
    ...data,
    _inngest: {
      correlation_id: `${run.id}.${op.id}`,
      expire: Date.now() + delay,
      fn_id: String(function_id),
      gid: randomUUID(),
      name: op.displayName ?? op.id,
      source_app_id: uuidOf("app"),
      source_fn_id: uuidOf(run.function_id),
      source_fn_v: 1,
    },
  });
  const error = {
    name: "InngestInvokeTimeoutError",
    message: "Timed out waiting for invoked function to complete",
  };
  await resumeAfter(tx, run, op.id, { delay, memo: { error } });
  return outcome;
}
