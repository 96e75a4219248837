import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import { listLatency } from "@/lib/db/rows/browse-flow";
import type { LatencyLine } from "@/lib/db/rows/flow";
import { TIME_WINDOWS, type TimeWindow, windowSteps } from "@/lib/format/time-window";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "./browse-registries";
import { type LatencyParts, latencyParts, mergedCounts } from "./latency-parts";

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
  const { id } = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const { stepHours } = TIME_WINDOWS[window];
  const steps = windowSteps(window, now);
  const since = steps[0] ?? now;
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
