import { noteStatus } from "./functions/note-status";
import { purgeOrganizations } from "./functions/purge-organizations";
import { recheckDomains } from "./functions/recheck-domains";
import { runSync } from "./functions/run-sync";
import { scheduleRuns } from "./functions/schedule-runs";
import { surveyDraft } from "./functions/survey-draft";
import { sweepExpired } from "./functions/sweep-expired";
import { tellNotices } from "./functions/tell-notices";
import { tryRefused } from "./functions/try-refused";
import { watchNotices } from "./functions/watch-notices";

/** Every job that is served. */
export const functions = [
  runSync,
  scheduleRuns,
  tryRefused,
  sweepExpired,
  purgeOrganizations,
  recheckDomains,
  surveyDraft,
  tellNotices,
  watchNotices,
  noteStatus,
];
