import { cron } from "inngest";
import { tryRefusedConnections } from "@/lib/services/connections/check-connection";
import { requestDueRuns } from "@/lib/services/runs/request-due-runs";
import { inngest } from "../client";

/**
 * Every minute: asks for the runs that are due, and again for those that nobody carries on. Connections that were refused
 * are tried once an hour.
 */
export const scheduleRuns = inngest.createFunction(
  { id: "schedule-runs", triggers: [cron("* * * * *")], retries: 2 },
  async ({ step }) => {
    const runs = await step.run("request", () => requestDueRuns(new Date()));
    const accepted = await step.run("try-refused", () => tryRefusedConnections(new Date()));
    return { ...runs, accepted };
  },
);
