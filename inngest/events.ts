import { eventType } from "inngest";
import { z } from "zod";

/** Events carry ids, never rows or secrets. */
export const runRequested = eventType("sync/run.requested", {
  schema: z.object({ organizationId: z.uuid(), runId: z.uuid() }),
});

export const surveyRequested = eventType("draft/survey.requested", {
  schema: z.object({ organizationId: z.uuid(), draftId: z.uuid(), surveyId: z.uuid() }),
});

/** Something of the organization may have to be told: how it stands is looked at, the event says nothing of it. */
export const noticesDue = eventType("notices/due", {
  schema: z.object({ organizationId: z.uuid() }),
});
