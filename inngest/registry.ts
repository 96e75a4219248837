import { runSync } from "./functions/run-sync";
import { scheduleRuns } from "./functions/schedule-runs";

/** Every job that is served. */
export const functions = [runSync, scheduleRuns];
