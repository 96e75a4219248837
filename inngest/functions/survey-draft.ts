import { failSurvey, type SurveyPlace, surveyTurn } from "@/lib/services/drafts/survey-turn";
import { inngest } from "../client";
import { surveyRequested } from "../events";
import { told } from "../told";

/** Steps of one job before the survey goes on in a new one. A side has 20,000 rows at most: no survey comes near it. */
const STEPS_PER_JOB = 300;

/**
 * Reads a draft's places, turn by turn. Where it stands is in Postgres, so a turn may be done twice or by another worker.
 * Two surveys of an organization at a time: runs go first.
 */
export const surveyDraft = inngest.createFunction(
  {
    id: "survey-draft",
    triggers: [surveyRequested],
    retries: 4,
    concurrency: { key: "event.data.organizationId", limit: 2 },
    onFailure: async ({ event }) => {
      const place = event.data.event.data as SurveyPlace;
      await told("job.survey-not-ended", () => failSurvey(place));
    },
  },
  async ({ event, step }) => {
    for (let turn = 0; turn < STEPS_PER_JOB; turn += 1) {
      const turned = await step.run(`turn-${turn}`, () =>
        told("job.survey-failed", () => surveyTurn(event.data)),
      );
      if (turned.next === "over") return turned;
      if (turned.waitMs > 0) await step.sleep(`wait-${turn}`, turned.waitMs);
    }
    await step.sendEvent("continue", surveyRequested.create(event.data));
    return { next: "continued" };
  },
);
