import { cron } from "inngest";
import { requestDueRuns } from "@/lib/services/runs/request-due-runs";
import { inngest } from "../client";
import { told } from "../told";

/** Every minute: asks for the runs that are due, and again for those that nobody carries on. */
export const scheduleRuns = inngest.createFunction(
  { id: "schedule-runs", triggers: [cron("* * * * *")], concurrency: 1, retries: 2 },
  async ({ step }) =>
    step.run("request", () => told("job.schedule-failed", () => requestDueRuns(new Date()))),
);
