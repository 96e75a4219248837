import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketOf, durationOf, percentilesOf } from "./latency-buckets";

const milliseconds = fc.integer({ min: 1, max: 90 * 86_400_000 });
const histogram = (durations: readonly number[]) =>
  durations.map((ms) => ({ bucket: bucketOf(ms), count: 1 }));

describe("a duration in a bucket", () => {
  test("is told as itself, give or take 4 %", () => {
    fc.assert(
      fc.property(milliseconds, (ms) => {
        expect(Math.abs(durationOf(bucketOf(ms)) - ms) / ms).toBeLessThanOrEqual(0.04);
      }),
    );
  });

  test("of nothing, of less than nothing and of years has one all the same", () => {
    expect([bucketOf(0), bucketOf(-5), bucketOf(0.4)]).toEqual([0, 0, 0]);
    expect(bucketOf(1e15)).toBe(bucketOf(90 * 86_400_000));
  });
});

describe("percentiles", () => {
  test("of nothing are not known", () => {
    expect(percentilesOf([])).toBeNull();
    expect(percentilesOf([{ bucket: 7, count: 0 }])).toBeNull();
  });

  test("are the duration that so many of a hundred did not exceed", () => {
    const hundred = Array.from({ length: 100 }, (_, at) => (at + 1) * 1_000);
    const { count, p50, p95, p99 } = percentilesOf(histogram(hundred)) ?? {};
    expect(count).toBe(100);
    for (const [told, exact] of [
      [p50, 50_000],
      [p95, 95_000],
      [p99, 99_000],
    ])
      expect(Math.abs((told ?? 0) - (exact ?? 0)) / (exact ?? 1)).toBeLessThanOrEqual(0.04);
  });

  test("of two histograms put together are those of all that was put in", () => {
    fc.assert(
      fc.property(fc.array(milliseconds), fc.array(milliseconds), (a, b) => {
        expect(percentilesOf([...histogram(a), ...histogram(b)])).toEqual(
          percentilesOf(histogram([...a, ...b])),
        );
      }),
    );
  });
});
