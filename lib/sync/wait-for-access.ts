import "server-only";
import { isWriting } from "@/lib/engine/run-advance";
import { type Action, nextAction } from "@/lib/engine/run-state";
import { unreachable } from "@/lib/engine/unreachable";
import type { EndedAccess } from "@/lib/reach/find-ended-access";
import type { RunSession } from "./session";

/** What a run needs its connections for, and cannot do while one of them is refused. */
function needsSides({ kind }: Action): boolean {
  switch (kind) {
    case "open":
    case "pull":
    case "seal":
    case "plan":
    case "brake":
    case "apply":
      return true;
    case "hold":
    case "verify":
    case "close":
    case "done":
      return false;
    default:
      return unreachable(kind);
  }
}

/** What the run has to wait for before its next step, as it is known; null = nothing. */
export const awaitedAccess = async (session: RunSession): Promise<EndedAccess | null> =>
  needsSides(nextAction(session.progress.state)) ? session.endedAccess() : null;

/**
 * Leaves the run where it stands, with what it waits for, and its registry free. It has neither failed nor begun anew:
 * whoever mends the connection sets it going, and it goes on from what is durable.
 */
export async function leaveWaiting(session: RunSession, { problem, remedy }: EndedAccess): Promise<void> {
  const { registry, run } = session;
  await session.keep(async (tx) => {
    await tx.changeRun(run.id, { error: { kind: "connection-broken", message: problem, remedy } });
    if (isWriting(run.kind))
      await tx.changeRegistryState(registry.id, { state: "reconnect-needed", reason: problem });
  });
  await session.release();
}

/** The run no longer waits: what it waited for is not why it ends, however it ends. */
export async function forgetWaiting(session: RunSession): Promise<void> {
  const { registry, run, error } = session;
  if (error?.kind !== "connection-broken" || !needsSides(nextAction(session.progress.state))) return;
  const state = registry.lastRunAt ? "syncing" : "first-sync";
  await session.keep(
    async (tx) => {
      await tx.changeRun(run.id, { error: null });
      if (isWriting(run.kind)) await tx.changeRegistryState(registry.id, { state, reason: null });
    },
    { error: null },
  );
}
