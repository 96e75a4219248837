import type { LatencyLine, LatencyPart } from "@/lib/db/rows/flow";
import { type Percentiles, percentilesOf } from "@/lib/engine/latency-buckets";

/** What the time from an edit to its acknowledgement was spent on; null = nothing was measured. */
export type LatencyParts = Readonly<Record<LatencyPart, Percentiles | null>>;

type Counts = LatencyLine["counts"];

/** Histograms put together. */
export function mergedCounts(all: readonly Counts[]): Counts {
  const merged: Record<string, number> = {};
  // A month of a busy registry is fifty thousand of these.
  for (const counts of all) for (const key in counts) merged[key] = (merged[key] ?? 0) + (counts[key] ?? 0);
  return merged;
}

/** The percentiles of a histogram, part by part. */
export function latencyParts(counts: Counts): LatencyParts {
  const of = (part: LatencyPart) =>
    percentilesOf(
      Object.entries(counts)
        .filter(([key]) => key.startsWith(`${part} `))
        .map(([key, count]) => ({ bucket: Number(key.slice(part.length)), count })),
    );
  return { total: of("total"), wait: of("wait"), theirs: of("theirs"), ours: of("ours") };
}
