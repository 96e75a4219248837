import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withRows } from "@/lib/db/row-store";
import { listLatency } from "@/lib/db/rows/browse-flow";
import type { LatencyLine } from "@/lib/db/rows/flow";
import type { TimeWindow } from "@/lib/format/time-window";
import { publicId } from "@/lib/ids";
import { type LatencyParts, latencyParts, mergedCounts } from "./latency-parts";
import { registryWindow } from "./registry-window";

export interface LatencyView {
  readonly window: TimeWindow;
  readonly since: string;
  readonly stepHours: number;
  readonly all: LatencyParts;
  readonly directions: readonly {
    readonly from: string;
    readonly to: string;
    /** Edits counted from the system's own time, and from when they were first seen. */
    readonly told: number;
    readonly seen: number;
    readonly parts: LatencyParts;
  }[];
  /** By step, oldest first. */
  readonly steps: readonly { readonly at: string; readonly parts: LatencyParts }[];
}

/** How long edits took to arrive on the registry's other sides, in ms. */
export async function getLatency(
  caller: Caller,
  registryId: string,
  window: TimeWindow,
  now = new Date(),
): Promise<LatencyView> {
  authorize(caller, "registry:read");
  const { id, since, stepHours, steps } = await registryWindow(caller, registryId, window, now);
  const lines = await withRows(caller.organizationId, (client) =>
    listLatency(client, { registryId: id, since, stepHours }),
  );
  const byStep = Map.groupBy(lines, ({ at }) => at.getTime());
  const byDirection = [...Map.groupBy(lines, ({ fromSide, toSide }) => `${fromSide} ${toSide}`).values()];
  return {
    window,
    since: since.toISOString(),
    stepHours,
    all: latencyParts(merged(lines)),
    directions: byDirection.flatMap(directionOf),
    steps: steps.map((at) => ({
      at: at.toISOString(),
      parts: latencyParts(merged(byStep.get(at.getTime()) ?? [])),
    })),
  };
}

const merged = (lines: readonly LatencyLine[]) => mergedCounts(lines.map(({ counts }) => counts));

function directionOf(lines: readonly LatencyLine[]): LatencyView["directions"] {
  const [first] = lines;
  if (!first) return [];
  const told = merged(lines.filter((line) => line.told));
  const seen = merged(lines.filter((line) => !line.told));
  const ends = { from: publicId("sid", first.fromSide), to: publicId("sid", first.toSide) };
  const edits = (counts: LatencyLine["counts"]) => latencyParts(counts).total?.count ?? 0;
  const parts = latencyParts(mergedCounts([told, seen]));
  return [{ ...ends, told: edits(told), seen: edits(seen), parts }];
}
