import { advanceOn, failOn } from "@/lib/sync/advance";
import type { RunHost } from "@/lib/sync/host";
import type { Scheduler } from "./scheduler";
import type { Worker } from "./worker";

/**
 * As inngest/functions/run-sync.ts has it: how often one turn is tried, and how many turns a run may take here. Most of
 * them are waits for the runs before it: nine at once, each slowed by outages, took more than 400.
 */
const ATTEMPTS = 5;
const MOST_TURNS = 2_000;
const RESTART_MS = 3_000;
const BACKOFF_MS = 5_000;

export interface Carrying {
  readonly scheduler: Scheduler;
  /** A new process and what it stands on. */
  begin(name: string): { readonly worker: Worker; readonly host: RunHost };
  readonly died: (name: string) => void;
}

/** Does what the job does: turn after turn until the run is over or given up; a process that dies is started again. */
export async function carryRun(name: string, runId: string, around: Carrying): Promise<void> {
  const { scheduler } = around;
  let attempts = 0;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const { worker, host } = around.begin(name);
    try {
      const { next, waitMs } = await advanceOn(host, runId);
      if (next === "over") return;
      attempts = 0;
      await scheduler.point(name, waitMs);
    } catch (error) {
      if (worker.isDead) {
        around.died(name);
        await scheduler.point(name, RESTART_MS);
        continue;
      }
      attempts += 1;
      await scheduler.point(name, BACKOFF_MS * attempts);
      if (attempts < ATTEMPTS) continue;
      if (await isGivenUp(runId, error, around.begin(name))) return;
    }
  }
  throw new Error("a run does not come to an end");
}

/** Recording the failure may fail as well; the job tries that again, too. */
async function isGivenUp(
  runId: string,
  error: unknown,
  { host }: { readonly host: RunHost },
): Promise<boolean> {
  try {
    await failOn(host, runId, error);
    return true;
  } catch {
    return false;
  }
}
