import { cron } from "inngest";
import { purgeOrganizations as purge } from "@/lib/services/organizations/purge-organizations";
import { inngest } from "../client";
import { told } from "../told";

/** One step's share of a removal, in ms. */
const STEP_MS = 20_000;

/** Steps of one job; the next job goes on. */
const STEPS_PER_JOB = 25;

/** Every ten minutes: removes organizations whose grace is over. Where it stands is in Postgres. */
export const purgeOrganizations = inngest.createFunction(
  { id: "purge-organizations", triggers: [cron("*/10 * * * *")], retries: 2 },
  async ({ step }) => {
    let purged = 0;
    let failed = 0;
    for (let turn = 0; turn < STEPS_PER_JOB; turn += 1) {
      const done = await step.run(`purge-${turn}`, () =>
        told("job.purge-failed", () => purge(new Date(), Date.now() + STEP_MS)),
      );
      purged += done.purged;
      failed += done.failed;
      if (!done.isMore) break;
    }
    return { purged, failed };
  },
);
