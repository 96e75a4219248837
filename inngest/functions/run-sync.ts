import { advanceRun, failRun } from "@/lib/sync/advance";
import { inngest } from "../client";
import { noticesDue, runRequested } from "../events";
import { told } from "../told";

/** Steps of one job before the run goes on in a new one: far below the thousand that a job may have. */
const STEPS_PER_JOB = 300;

/**
 * Carries a run through, turn by turn. Where it stands is in Postgres, so a turn may be done twice or by another
 * worker; exclusion is the registry's lease, not this function's concurrency.
 */
export const runSync = inngest.createFunction(
  {
    id: "run-sync",
    triggers: [runRequested],
    retries: 4,
    onFailure: async ({ event, error }) => {
      const { organizationId, runId } = event.data.event.data as { organizationId: string; runId: string };
      await told("job.end-failed", () => failRun(organizationId, runId, error));
    },
  },
  async ({ event, step }) => {
    const { organizationId, runId } = event.data;
    for (let turn = 0; turn < STEPS_PER_JOB; turn += 1) {
      const advanced = await step.run(`turn-${turn}`, () =>
        told("job.turn-failed", () => advanceRun(organizationId, runId)),
      );
      if (advanced.next === "over") {
        await step.sendEvent("tell", noticesDue.create({ organizationId }));
        return advanced;
      }
      if (advanced.waitMs > 0) await step.sleep(`wait-${turn}`, advanced.waitMs);
    }
    await step.sendEvent("continue", runRequested.create({ organizationId, runId }));
    return { next: "continued" };
  },
);
