import { cron } from "inngest";
import { noteStatus as note } from "@/lib/services/status/note-status";
import { inngest } from "../client";
import { told } from "../told";

/** Every five minutes: keeps how this installation does, for the status page. */
export const noteStatus = inngest.createFunction(
  { id: "note-status", triggers: [cron("*/5 * * * *")], retries: 1 },
  async ({ step }) => step.run("note", () => told("job.status-failed", () => note(new Date()))),
);
