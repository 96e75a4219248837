/**
 * Durations in log-spaced buckets: two histograms merge by adding their counts, and what is read from one is within 4 % of
 * what was put in. Bucket 0 holds what took up to a millisecond.
 */
const GROWTH = 1.08;

/** Ninety days; what takes longer counts as this. */
const LONGEST_MS = 90 * 86_400_000;

/** The bucket of a duration in ms. */
export const bucketOf = (ms: number): number =>
  ms <= 1 ? 0 : Math.ceil(Math.log(Math.min(ms, LONGEST_MS)) / Math.log(GROWTH));

/** What a bucket's durations are told as, in ms: no more than 4 % from any of them. */
export const durationOf = (bucket: number): number =>
  bucket === 0 ? 1 : (2 * GROWTH ** bucket) / (1 + GROWTH);

export interface BucketCount {
  readonly bucket: number;
  readonly count: number;
}

export interface Percentiles {
  readonly count: number;
  /** In ms, whole. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Of histograms merged, whose buckets may repeat; null = nothing was measured. */
export function percentilesOf(buckets: readonly BucketCount[]): Percentiles | null {
  const sorted = buckets.toSorted((a, b) => a.bucket - b.bucket);
  const count = sorted.reduce((sum, own) => sum + own.count, 0);
  if (count === 0) return null;
  const at = (share: number): number => {
    const rank = Math.ceil(share * count);
    let seen = 0;
    for (const own of sorted) {
      seen += own.count;
      if (seen >= rank) return Math.round(durationOf(own.bucket));
    }
    return 0;
  };
  return { count, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
