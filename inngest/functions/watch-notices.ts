import { cron } from "inngest";
import { deliverNotices } from "@/lib/services/notifications/deliver-notices";
import { lookEverywhere } from "@/lib/services/notifications/look-for-notices";
import { inngest } from "../client";
import { told } from "../told";

/** No further try begins after this; the last one ends before the next minute's job. */
const TURN_MS = 40_000;

/**
 * Every minute: looks for what has stood long enough to be told, for digests that are due, and for what no run told of;
 * then tries what waits. One at a time: receivers may be slow on purpose.
 */
export const watchNotices = inngest.createFunction(
  { id: "watch-notices", triggers: [cron("* * * * *")], concurrency: 1, retries: 0 },
  async ({ step }) => {
    const looked = await step.run("look", () =>
      told("job.notices-not-looked", () => lookEverywhere(new Date())),
    );
    const sent = await step.run("send", () =>
      told("job.notices-not-sent", () => deliverNotices(new Date(), { until: Date.now() + TURN_MS })),
    );
    return { ...looked, ...sent };
  },
);
