import { deliverNotices } from "@/lib/services/notifications/deliver-notices";
import { lookForNotices } from "@/lib/services/notifications/look-for-notices";
import { inngest } from "../client";
import { noticesDue } from "../events";
import { told } from "../told";

/** No further try begins after this. */
const TURN_MS = 30_000;

/** After each run: looks whether something of its organization is to be told, and sends what is. */
export const tellNotices = inngest.createFunction(
  { id: "tell-notices", triggers: [noticesDue], retries: 2 },
  async ({ event, step }) => {
    const { organizationId } = event.data;
    const found = await step.run("look", () =>
      told("job.notices-not-looked", () => lookForNotices(organizationId, new Date())),
    );
    if (found === 0) return { sent: 0 };
    return step.run("send", () =>
      told("job.notices-not-sent", () => deliverNotices(new Date(), { until: Date.now() + TURN_MS })),
    );
  },
);
