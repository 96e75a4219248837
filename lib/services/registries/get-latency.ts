import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import { type LatencyCount, listLatency } from "@/lib/db/rows/browse-flow";
import type { LatencyPart } from "@/lib/db/rows/flow";
import { type Percentiles, percentilesOf } from "@/lib/engine/latency-buckets";
import { TIME_WINDOWS, type TimeWindow, windowSteps } from "@/lib/format/time-window";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "./browse-registries";

/** What the time from an edit to its acknowledgement was spent on; null = nothing was measured. */
export type LatencyParts = Readonly<Record<LatencyPart, Percentiles | null>>;

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
  const counts = await withRows(caller.organizationId, (client) =>
    listLatency(client, { registryId: id, since, stepHours }),
  );
  const byStep = Map.groupBy(counts, ({ at }) => at.getTime());
  return {
    window,
    since: since.toISOString(),
    stepHours,
    all: partsOf(counts),
    directions: directionsOf(counts),
    steps: steps.map((at) => ({ at: at.toISOString(), parts: partsOf(byStep.get(at.getTime()) ?? []) })),
  };
}

function directionsOf(counts: readonly LatencyCount[]): LatencyView["directions"] {
  const byDirection = Map.groupBy(counts, ({ fromSide, toSide }) => `${fromSide} ${toSide}`);
  return [...byDirection.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const edits = (told: boolean) =>
      own.reduce((sum, one) => (one.part === "total" && one.told === told ? sum + one.count : sum), 0);
    const { fromSide, toSide } = first;
    const ends = { from: publicId("sid", fromSide), to: publicId("sid", toSide) };
    return { ...ends, told: edits(true), seen: edits(false), parts: partsOf(own) };
  });
}

function partsOf(counts: readonly LatencyCount[]): LatencyParts {
  const of = (part: LatencyPart) => percentilesOf(counts.filter((own) => own.part === part));
  return { total: of("total"), wait: of("wait"), theirs: of("theirs"), ours: of("ours") };
}
