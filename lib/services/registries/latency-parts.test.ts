import { expect, test } from "vitest";
import { bucketOf } from "@/lib/engine/latency-buckets";
import { latencyParts, mergedCounts } from "./latency-parts";

const key = (part: string, ms: number) => `${part} ${bucketOf(ms)}`;

test("histograms of hours and directions are one, part by part; what was not measured is not known", () => {
  const histograms = [
    { [key("total", 1_000)]: 1, [key("ours", 200)]: 1 },
    { [key("total", 1_000)]: 1, [key("total", 60_000)]: 1 },
  ];
  const { total, ours, theirs, wait } = latencyParts(mergedCounts(histograms));
  expect(total?.count).toBe(3);
  expect(Math.abs((total?.p50 ?? 0) - 1_000)).toBeLessThanOrEqual(40);
  expect(Math.abs((total?.p99 ?? 0) - 60_000)).toBeLessThanOrEqual(2_400);
  expect(ours?.count).toBe(1);
  expect([theirs, wait]).toEqual([null, null]);
  expect(latencyParts(mergedCounts([])).total).toBeNull();
});
