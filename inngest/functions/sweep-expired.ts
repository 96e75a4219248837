import { cron } from "inngest";
import { sweepExpired as sweep } from "@/lib/services/housekeeping/sweep-expired";
import { inngest } from "../client";
import { told } from "../told";

/** Every ten minutes: forgets answers that were kept for repetition, and full token buckets. */
export const sweepExpired = inngest.createFunction(
  { id: "sweep-expired", triggers: [cron("*/10 * * * *")], retries: 2 },
  async ({ step }) => step.run("sweep", () => told("job.sweep-failed", () => sweep(new Date()))),
);
