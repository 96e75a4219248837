import { cron } from "inngest";
import { tryRefusedConnections } from "@/lib/services/connections/try-refused-connections";
import { inngest } from "../client";
import { told } from "../told";

/** No further try begins after this; the last one ends before the next minute's job. */
const TURN_MS = 30_000;

/**
 * Every minute: tries connections that were refused, each once an hour. Their systems may be slow on purpose, so one job at
 * a time, within a bound, and never in the way of the runs that are due.
 */
export const tryRefused = inngest.createFunction(
  { id: "try-refused", triggers: [cron("* * * * *")], concurrency: 1, retries: 0 },
  async ({ step }) => {
    const accepted = await step.run("try", () =>
      told("job.connections-not-tried", () =>
        tryRefusedConnections(new Date(), { until: Date.now() + TURN_MS }),
      ),
    );
    return { accepted };
  },
);
