import { minutesBetween } from "@/lib/engine/cadence";

const MINUTE_MS = 60_000;

/** Real time without a change signal is looked for this often. */
const REALTIME_MS = MINUTE_MS;

export interface Cadence {
  readonly schedule: string;
  /** The fewest minutes between two runs that the organization's plan allows: it may have changed since. */
  readonly leastMinutes: number;
}

/** When a registry of this cadence is due again; null = only when asked. */
export function nextTick(cadence: Cadence, now: Date): Date | null {
  const interval = intervalOf(cadence);
  return interval === null ? null : new Date(now.getTime() + interval);
}

function intervalOf({ schedule, leastMinutes }: Cadence): number | null {
  const minutes = minutesBetween(schedule);
  return minutes === null ? null : Math.max(REALTIME_MS, Math.max(minutes, leastMinutes) * MINUTE_MS);
}

/** Failures in a row after which a registry is no longer tried by itself. */
export const MOST_FAILURES = 8;

const SOONEST_RETRY_MS = MINUTE_MS;
const LATEST_RETRY_MS = 6 * 60 * MINUTE_MS;

/**
 * When a registry is tried again after its runs failed `failures` times in a row: later each time, never sooner than
 * its schedule; null = not by itself any more.
 */
export function retryTick(cadence: Cadence, failures: number, now: Date): Date | null {
  const interval = intervalOf(cadence);
  if (interval === null || failures >= MOST_FAILURES) return null;
  const backoff = Math.min(LATEST_RETRY_MS, SOONEST_RETRY_MS * 2 ** Math.min(failures, 20));
  return new Date(now.getTime() + Math.max(interval, backoff));
}
