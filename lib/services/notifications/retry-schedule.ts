const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** From one try to the next, as Standard Webhooks proposes it; the last is a day after the first. */
const WAITS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  DAY_MS - (17 * HOUR_MS + 35 * MINUTE_MS + 5 * SECOND_MS),
];

/** A channel at which nothing arrived for so long is disabled. */
const PATIENCE_MS = 3 * DAY_MS;

/** When a message is tried again that has been tried so often; null: it is given up. */
export function nextTry(attempts: number, now: Date): Date | null {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait);
}

export const isGivenUp = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= PATIENCE_MS;
