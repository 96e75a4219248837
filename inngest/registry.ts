import { purgeOrganizations } from "./functions/purge-organizations";
import { recheckDomains } from "./functions/recheck-domains";
import { runSync } from "./functions/run-sync";
import { scheduleRuns } from "./functions/schedule-runs";
import { surveyDraft } from "./functions/survey-draft";
import { sweepExpired } from "./functions/sweep-expired";
import { tryRefused } from "./functions/try-refused";

/** Every job that is served. */
export const functions = [
  runSync,
  scheduleRuns,
  tryRefused,
  sweepExpired,
  purgeOrganizations,
  recheckDomains,
  surveyDraft,
];
