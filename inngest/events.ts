import { eventType } from "inngest";
import { z } from "zod";

/** Events carry ids, never rows or secrets. */
export const runRequested = eventType("sync/run.requested", {
  schema: z.object({ organizationId: z.uuid(), runId: z.uuid() }),
});
