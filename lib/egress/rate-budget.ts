/**
 * How calls to a provider are spaced: GCRA, whose rate is learned (AIMD). Pure; `resolve.reserve_calls` and
 * `resolve.stall_calls` in the database do the same arithmetic for all processes, and a test holds the two together.
 */

/** One limit of a provider. */
export interface Bucket {
  /** Named as the provider limits, with whose calls they are. */
  readonly id: string;
  /** Calls a minute to begin with; null = the provider tells no number, so calls only stall. */
  readonly perMinute: number | null;
  /** Up to which more may be found out to be allowed. */
  readonly mostPerMinute: number | null;
  /** Organizations share it. */
  readonly isShared: boolean;
}

/** All times are in ms. */
export interface BucketState {
  /** When all that was taken has come back. */
  readonly fullAt: number;
  /** As learned so far; null where the bucket has no number. */
  readonly perMinute: number | null;
  /** The provider asked everyone to wait until then. */
  readonly stalledUntil: number;
  /** The minute of the clock that `calls` were made in, and how many there were in the one before. */
  readonly minute: number;
  readonly calls: number;
  readonly callsBefore: number;
}

/** What one organization has of a shared bucket. */
export interface Share {
  /** When all that was taken within its share has come back. */
  readonly fullAt: number;
  /** Organizations that asked for calls within the last minute, itself included. */
  readonly parties: number;
}

/** Who waits for the answer: a person, or nobody. */
export type Lane = "interactive" | "background";

/** So much of a minute's calls may go at once, after a pause; nothing says that the provider would mind. */
export const BURST_MS = 20_000;

/** What nobody takes from people who wait, and what stays for organizations that have had less than their share. */
export const KEPT_FOR_PEOPLE = 0.2;
export const KEPT_FOR_SHARES = 0.2;

/** An organization's share lets so many calls go at once, however many organizations there are. */
export const SHARE_BURST = 3;

/** A refusal takes so much of the rate; as many calls as a minute had to begin with double it. Never below a tenth of that. */
export const SHRINK = 0.7;
export const GROWTH = 1 / 60;
export const LEAST = 0.1;

/** A little below the number, or our minute and the provider's, which begin apart, would hold one call more. */
export const PACE = 0.985;

const MINUTE = 60_000;

const intervalMs = (perMinute: number): number => MINUTE / (PACE * perMinute);

export const freshBucket = ({ perMinute }: Bucket): BucketState => ({
  ...{ fullAt: 0, stalledUntil: 0, minute: 0, calls: 0, callsBefore: 0 },
  perMinute,
});

/** A bucket, what is in it, and the asker's share of it where organizations share it. */
export interface Held {
  readonly bucket: Bucket;
  readonly state: BucketState;
  readonly share: Share | null;
}

/** How long until the bucket has a call for this lane; 0 = now. Nothing is taken. */
export function waitMs({ bucket, state, share }: Held, lane: Lane, now: number): number {
  const stalled = Math.max(0, state.stalledUntil - now);
  if (state.perMinute === null || bucket.perMinute === null) return stalled;
  const interval = intervalMs(state.perMinute);
  const debt = Math.max(0, state.fullAt - now);
  const kept = lane === "background" ? KEPT_FOR_PEOPLE : 0;
  const own = Math.max(0, debt + interval - BURST_MS * (1 - kept));
  const beyond = Math.max(0, debt + interval - BURST_MS * (1 - kept - KEPT_FOR_SHARES));
  const paced = share === null ? own : Math.min(beyond, Math.max(own, shareWaitMs(share, interval, now)));
  return Math.max(stalled, paced);
}

/** How long until the share has a call; whoever has none may still take what others leave. */
function shareWaitMs({ fullAt, parties }: Share, interval: number, now: number): number {
  const every = interval * parties;
  return Math.max(0, Math.max(0, fullAt - now) + every - Math.max(BURST_MS, every * SHARE_BURST));
}

/** The counters once a call more was made. */
function counted(state: BucketState, now: number): BucketState {
  const minute = Math.floor(now / MINUTE);
  if (state.minute === minute) return { ...state, calls: state.calls + 1 };
  return { ...state, minute, calls: 1, callsBefore: state.minute === minute - 1 ? state.calls : 0 };
}

/** After a call: a bucket that is much in demand grows, until it is refused. */
export function taken({ bucket, state }: Held, now: number): BucketState {
  const next = counted(state, now);
  if (state.perMinute === null || bucket.perMinute === null) return next;
  const fullAt = Math.max(state.fullAt, now) + intervalMs(state.perMinute);
  const isPressed = fullAt - now >= BURST_MS / 2;
  const grown = Math.min(
    bucket.mostPerMinute ?? bucket.perMinute,
    state.perMinute + GROWTH * bucket.perMinute,
  );
  return { ...next, fullAt, perMinute: isPressed ? Math.max(state.perMinute, grown) : state.perMinute };
}

/** After a call: what is taken beyond the share is not held against it, so nobody pays for what others left. */
export function shareTaken({ state, share }: Held, now: number): number | null {
  if (share === null || state.perMinute === null) return null;
  const interval = intervalMs(state.perMinute);
  if (shareWaitMs(share, interval, now) > 0) return share.fullAt;
  return Math.max(share.fullAt, now) + interval * share.parties;
}

/** What a provider's refusal says of a bucket. */
export interface Refusal {
  /** Null = it named no time: until the next full minute. */
  readonly retryAfterMs: number | null;
  /** Too many calls of ours, rather than trouble of its own. */
  readonly isPace: boolean;
}

/** Calls that were refused together shrink the rate once; a stall never becomes shorter. */
export function refused(
  { bucket, state }: Held,
  { retryAfterMs, isPace }: Refusal,
  now: number,
): BucketState {
  const until = retryAfterMs === null ? (Math.floor(now / MINUTE) + 1) * MINUTE : now + retryAfterMs;
  const isNews = state.stalledUntil <= now;
  const { perMinute } = state;
  const shrunk =
    isPace && isNews && perMinute !== null && bucket.perMinute !== null
      ? Math.max(LEAST * bucket.perMinute, SHRINK * perMinute)
      : perMinute;
  return { ...state, perMinute: shrunk, stalledUntil: Math.max(state.stalledUntil, until) };
}
