import canonicalize from "canonicalize";
import { endRun } from "./end-run";
import { type FunctionConfig, maxAttempts } from "./function-config";
import { newUlid, traceparent } from "./ids";
import { LIMITS, tooManySteps } from "./limits";
import { sign } from "./signature";
import { cancelAfter } from "./start-run";
import { type CallTask, functionById, lockRun, type RunRow, type Store, type Tx } from "./store";

interface Memo {
  readonly id: string;
  readonly memo: unknown;
}

export interface CallRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export type Prepared =
  | { readonly kind: "call"; readonly request: CallRequest; readonly fn: FunctionConfig }
  /** The run has ended, here or before: nothing to do. */
  | { readonly kind: "ended" };

/** Everything for one call, and the mark that the run has started. Ends the run if it may not go on. */
export function prepare(store: Store, task: CallTask, signingKey: string): Promise<Prepared> {
  return store.transact(async (tx) => {
    const run = await lockRun(tx, task.run_id);
    if (!run) return { kind: "ended" };
    const fn = await functionById(tx, run.function_id);
    const error = fn
      ? refusal(run)
      : { name: "Error", message: `Function "${run.function_id}" is not registered.` };
    if (!fn || error) {
      await endRun(tx, run, { status: "Failed", error: error ?? { name: "Error", message: "" } });
      return { kind: "ended" };
    }
    if (run.started_at === null) await begin(tx, run, fn);
    const { memos, awaited } = await stateOf(tx, run.id);
    const body = requestBody({ fn, run, task, memos, awaited });
    try {
      return { kind: "call", fn, request: requestOf({ fn, run, task, body, signingKey }) };
    } catch {
      // RFC 8785 has no form for it (half a surrogate pair in a key), so nobody could sign it.
      await endRun(tx, run, {
        status: "Failed",
        error: { name: "Error", message: "The run's state cannot be written as canonical JSON." },
      });
      return { kind: "ended" };
    }
  });
}

const refusal = (run: RunRow) => (run.step_count >= LIMITS.stepsPerRun ? tooManySteps() : null);

async function begin(tx: Tx, run: RunRow, fn: FunctionConfig): Promise<void> {
  await tx.query("UPDATE jobs.run SET status = 'Running', started_at = now() WHERE id = $1", [run.id]);
  const finishWithin = fn.timeouts?.finish;
  if (finishWithin !== undefined) await cancelAfter(tx, run.id, finishWithin, "not-finished");
}

/** Settled steps in order of completion, and how many are still awaited. */
export async function stateOf(
  tx: Pick<Tx, "query">,
  runId: string,
): Promise<{ memos: readonly Memo[]; awaited: number }> {
  const { rows } = await tx.query<Memo & { position: number | null }>(
    "SELECT id, memo, position FROM jobs.step WHERE run_id = $1 ORDER BY position",
    [runId],
  );
  const memos = rows.filter((row) => row.position !== null);
  return { memos, awaited: rows.length - memos.length };
}

interface BodyParts {
  readonly fn: FunctionConfig;
  readonly run: RunRow;
  readonly task: CallTask;
  readonly memos: readonly Memo[];
  readonly awaited: number;
}

/**
 * The body of a call. `ctx.fn_id` and `ctx.qi_id` stay out: with them SDK 4.24 checkpoints, that is, it runs several steps
 * in one request and reports them to an endpoint that this runner does not have.
 */
function requestBody({ fn, run, task, memos, awaited }: BodyParts) {
  const useApi = Number(run.state_bytes) > LIMITS.inlineStateBytes;
  return {
    ctx: {
      attempt: task.attempt,
      disable_immediate_execution: task.step_id !== "step" || awaited > 0,
      env: "",
      generation_id: task.claims,
      job_id: task.id,
      max_attempts: maxAttempts(fn),
      request_id: newUlid(),
      run_id: run.id,
      stack: { current: memos.length, stack: memos.map((memo) => memo.id) },
      step_id: task.step_id,
      use_api: useApi,
    },
    defers: {},
    event: run.events[0],
    events: useApi ? [] : run.events,
    steps: useApi ? {} : Object.fromEntries(memos.map((memo) => [memo.id, memo.memo])),
    use_api: useApi,
    version: run.version,
  };
}

interface RequestParts {
  readonly fn: FunctionConfig;
  readonly run: RunRow;
  readonly task: CallTask;
  readonly body: ReturnType<typeof requestBody>;
  readonly signingKey: string;
}

function requestOf({ fn, run, task, body, signingKey }: RequestParts): CallRequest {
  const url = new URL(fn.steps.step.runtime.url);
  url.searchParams.set("stepId", task.step_id);
  const text = canonicalize(body) ?? "";
  return {
    url: url.href,
    text,
    headers: {
      "content-type": "application/json",
      traceparent: traceparent(run.trace_id),
      "x-inngest-generation-id": String(task.claims),
      "x-inngest-job-id": task.id,
      "x-inngest-req-version": String(run.version),
      "x-inngest-signature": sign(text, signingKey, Math.round(Date.now() / 1000)),
      "x-inngest-step-id": task.step_id,
      "x-request-id": body.ctx.request_id,
    },
  };
}
