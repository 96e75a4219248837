import { requestResume } from "./dispatch";
import { emit } from "./event-intake";
import { LIMITS, outputTooLarge, type WireError } from "./limits";
import type { EventPayload, RunRow, Tx } from "./store";

export type Ending =
  | { readonly status: "Completed"; readonly output: unknown }
  /** `output` is what the SDK answered, as it stands. */
  | { readonly status: "Failed"; readonly error: WireError; readonly output?: unknown }
  | { readonly status: "Cancelled" };

const CANCELLED: WireError = { error: "function cancelled", name: "Error", message: "function cancelled" };

/**
 * Ends a run: nothing of it stays due, the system events are sent, and the step that invoked it is settled. The caller
 * holds the run's lock.
 */
export async function endRun(tx: Tx, run: RunRow, wanted: Ending): Promise<void> {
  const ending = withinLimits(wanted);
  const output = ending.status === "Completed" ? ending.output : errorOf(ending);
  await tx.query("UPDATE jobs.run SET status = $2, output = $3, ended_at = now() WHERE id = $1", [
    run.id,
    ending.status,
    JSON.stringify(output ?? null),
  ]);
  await tx.query("DELETE FROM jobs.task WHERE run_id = $1", [run.id]);
  await announce(tx, run, ending);
  if (run.parent_run && run.parent_step) {
    const memo = ending.status === "Completed" ? { data: ending.output ?? null } : { error: errorOf(ending) };
    await requestResume(tx, run.parent_run, run.parent_step, memo);
  }
}

function withinLimits(ending: Ending): Ending {
  if (ending.status !== "Completed") return ending;
  const bytes = Buffer.byteLength(JSON.stringify(ending.output ?? null));
  return bytes > LIMITS.stepOutputBytes ? { status: "Failed", error: outputTooLarge() } : ending;
}

const errorOf = (ending: Exclude<Ending, { status: "Completed" }>): WireError =>
  ending.status === "Failed" ? ending.error : CANCELLED;

async function announce(tx: Tx, run: RunRow, ending: Ending): Promise<void> {
  const base = {
    _inngest: { status: ending.status },
    event: run.events[0],
    events: run.events.map(withoutEmptyUser),
    function_id: run.function_id,
    run_id: run.id,
  };
  switch (ending.status) {
    case "Completed":
      await emit(tx, "inngest/function.finished", { ...base, result: ending.output ?? null });
      return;
    case "Failed": {
      const data = {
        ...base,
        error: ending.error,
        result: ending.output ?? { message: ending.error.message },
      };
      await emit(tx, "inngest/function.failed", data);
      await emit(tx, "inngest/function.finished", data);
      return;
    }
    case "Cancelled": {
      const data = { ...base, error: CANCELLED };
      await emit(tx, "inngest/function.cancelled", data);
      await emit(tx, "inngest/function.finished", data);
      return;
    }
    default:
      ending satisfies never;
  }
}

/** As the real server writes them inside its own events: `user` only where there is one. */
function withoutEmptyUser(event: EventPayload): Omit<EventPayload, "user"> {
  const { user, ...rest } = event;
  return Object.keys(user).length === 0 ? rest : event;
}
