import { type FlowLine, type LatencyLine, type LatencyPart, latencyKey } from "@/lib/db/rows/flow";
import type { AnsweredOperation } from "@/lib/db/rows/operations";
import type { EditSource, EditSources } from "@/lib/db/rows/plan-store";
import type { RunTransaction } from "@/lib/db/run-store";
import type { StoredRun } from "@/lib/db/runs";
import { bucketOf } from "@/lib/engine/latency-buckets";
import type { ChunkOwner } from "./keep-out";
import type { RunProgress } from "./progress";

/** Counts what a chunk's operations moved from side to side, and how long edits took to arrive, as it commits. */
export async function noteFlow(
  { run, registry }: ChunkOwner,
  tx: RunTransaction,
  operations: readonly AnsweredOperation[],
): Promise<void> {
  const ended = operations.filter(({ status }) => hasArrived(status) || hasFailed(status));
  if (ended.length === 0) return;
  const sources = await sourcesOf(run, tx, ended);
  await tx.addFlow(registry.id, flowOf(run, ended, sources));
}

const hasArrived = (status: AnsweredOperation["status"]): boolean => status === "done";
const hasFailed = (status: AnsweredOperation["status"]): boolean =>
  status === "refused" || status === "dropped";

type SourcesOf = (operation: AnsweredOperation) => EditSources | null;

/** A row that a side did not take from an earlier run was edited then: this plan has seen no edit of it. */
async function sourcesOf(
  run: StoredRun,
  tx: RunTransaction,
  ended: readonly AnsweredOperation[],
): Promise<SourcesOf> {
  const unseen = run.request.kind === "plain" ? ended.filter(({ sources }) => sources === null) : [];
  if (unseen.length === 0) return ({ sources }) => sources;
  const earlier = await tx.earlierSources(run.id, unseen);
  const found = new Map(earlier.map(({ rowId, sideId, sources }) => [`${rowId} ${sideId}`, sources]));
  return ({ sources, rowId, sideId }) => sources ?? found.get(`${rowId} ${sideId}`) ?? null;
}

type Timing = Pick<StoredRun, "createdAt" | "decidedBy" | "progress">;

/** The counts of these operations, merged by direction and by bucket. */
export function flowOf(
  run: Timing,
  operations: readonly AnsweredOperation[],
  sourcesOf: SourcesOf,
): { readonly flow: readonly FlowLine[]; readonly latency: readonly LatencyLine[] } {
  const flow = new Map<string, FlowLine>();
  const latency = new Map<string, LatencyLine>();
  for (const operation of operations) {
    const { sideId: toSide, status, outcome } = operation;
    const made = Object.entries(sourcesOf(operation) ?? {}).filter(([sideId]) => sideId !== toSide);
    const isDone = hasArrived(status);
    for (const fromSide of made.length === 0 ? [toSide] : made.map(([sideId]) => sideId)) {
      const before = flow.get(`${fromSide} ${toSide}`) ?? { fromSide, toSide, done: 0, failed: 0 };
      const after = isDone ? { done: before.done + 1 } : { failed: before.failed + 1 };
      flow.set(`${fromSide} ${toSide}`, { ...before, ...after });
    }
    if (!isDone || outcome?.answeredAt === undefined) continue;
    for (const [fromSide, source] of made) {
      if (source.at === null) continue;
      const { told } = source;
      const key = `${fromSide} ${toSide} ${told}`;
      const { counts } = latency.get(key) ?? { counts: {} };
      latency.set(key, { fromSide, toSide, told, counts: withParts(counts, partsOf(run, source, outcome)) });
    }
  }
  return { flow: [...flow.values()], latency: [...latency.values()] };
}

function withParts(counts: LatencyLine["counts"], parts: ReturnType<typeof partsOf>): LatencyLine["counts"] {
  const after = { ...counts };
  for (const [part, ms] of parts) {
    const key = latencyKey(part, bucketOf(ms));
    after[key] = (after[key] ?? 0) + 1;
  }
  return after;
}

/** What the time from an edit to its acknowledgement was spent on, in ms; empty where that is not known. */
function partsOf(
  run: Timing,
  { at, waitedMs: waitedBefore }: EditSource,
  { answeredAt = 0, waitedMs = 0 }: { readonly answeredAt?: number; readonly waitedMs?: number },
): readonly (readonly [LatencyPart, number])[] {
  if (at === null) return [];
  // The system's clock may be ahead of ours.
  const total = Math.max(0, answeredAt - at);
  const asked = run.createdAt.getTime();
  const wait = Math.min(total, Math.max(0, asked - at) + heldMs(run, at));
  const theirs = Math.min(total - wait, Math.max(0, waitedMs - (at < asked ? 0 : waitedBefore)));
  return [
    ["total", total],
    ["wait", wait],
    ["theirs", theirs],
    ["ours", total - wait - theirs],
  ];
}

/** How long a plan that was held has waited for a person since then. */
function heldMs({ decidedBy, progress }: Timing, since: number): number {
  const plannedAt = (progress as unknown as RunProgress).found?.plannedAt;
  if (!decidedBy || plannedAt === undefined) return 0;
  return Math.max(0, Date.parse(decidedBy.at) - Math.max(since, Date.parse(plannedAt)));
}
