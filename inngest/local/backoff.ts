const MINUTE = 60_000;

/** The real server's table: the wait before attempt 1, 2, 3 ..., the last one repeating. */
const WAIT_MS = [
  15_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  40 * MINUTE,
  60 * MINUTE,
  120 * MINUTE,
] as const;
const JITTER_MS = 30_000;
const LONGEST_RETRY_AFTER_MS = 24 * 60 * MINUTE;

/**
 * Milliseconds to wait after attempt `failed` (counted from 0) has failed.
 * `chance` in [0, 1) spreads the retries; `scale` shortens everything, for tests.
 */
export function backoffMs(failed: number, chance: number, scale: number): number {
  const wait = WAIT_MS[Math.min(failed, WAIT_MS.length - 1)] ?? WAIT_MS[0];
  return Math.round((wait + chance * JITTER_MS) * scale);
}

/** A `Retry-After` header (seconds, HTTP date or ISO date) in milliseconds from now, at most a day. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const wait = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(wait) ? null : Math.min(Math.max(0, wait), LONGEST_RETRY_AFTER_MS);
}
