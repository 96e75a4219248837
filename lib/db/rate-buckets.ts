import "server-only";
import { resolver } from "./control";

/** A token bucket by the hash of whose it is. It gains a token every `intervalMs` and holds `burst` of them. */
export interface Bucket {
  readonly id: string;
  readonly intervalMs: number;
  readonly burst: number;
}

export interface Take {
  /** False: the bucket had no token, and lost none. */
  readonly isTaken: boolean;
  /** Milliseconds after which the bucket is full. */
  readonly fullInMs: number;
}

/**
 * Takes a token from each bucket in turn, in one statement that stops at the first which has none: as many answers as
 * buckets were asked. Give them always in the same order of kinds, or two callers may wait for each other.
 * `now` is the database's clock where it is null, so that our machines' clocks need not agree.
 */
export async function takeTokens(buckets: readonly Bucket[], now: Date | null = null): Promise<Take[]> {
  const ids = buckets.map(({ id }) => id);
  const intervals = buckets.map(({ intervalMs }) => intervalMs);
  const bursts = buckets.map(({ burst }) => burst);
  return resolver().$queryRaw<Take[]>`
    select is_taken as "isTaken", full_in_ms as "fullInMs"
      from resolve.take_tokens(${ids}::text[], ${intervals}::float8[], ${bursts}::int[], ${now}::timestamptz)`;
}

/** Forgets the buckets that are full. Returns how many. */
export async function sweepBuckets(now: Date): Promise<number> {
  const rows = await resolver().$queryRaw<{ gone: number }[]>`select resolve.sweep_buckets(${now}) as gone`;
  return rows[0]?.gone ?? 0;
}
