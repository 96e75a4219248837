import { purgeOrganizations } from "./functions/purge-organizations";
import { recheckDomains } from "./functions/recheck-domains";
import { runSync } from "./functions/run-sync";
import { scheduleRuns } from "./functions/schedule-runs";
import { sweepExpired } from "./functions/sweep-expired";

/** Every job that is served. */
export const functions = [runSync, scheduleRuns, sweepExpired, purgeOrganizations, recheckDomains];
