import { closeControl, withOrg } from "@/lib/db/control";
import { closeRows } from "@/lib/db/row-store";
import { findRun, insertRun, PLAIN, type RunCounts } from "@/lib/db/runs";
import { startRun } from "@/lib/engine/run-state";
import { newUuid } from "@/lib/ids";
import { advanceRun } from "@/lib/sync/advance";
import { type BenchRegistry, makeRegistry } from "./cities/registry";
import { changeCities, tablesOf } from "./cities/source";
import { answerPart } from "./part";

export interface PassInput {
  readonly ownerUrl: string;
  readonly sides: number;
}

/** One pass: its whole time and its phases' in seconds, and what it did. */
export interface Pass {
  readonly seconds: number;
  readonly phases: Readonly<Record<string, number>>;
  readonly counts: RunCounts;
}

export interface PassReport {
  readonly first: Pass;
  readonly changed: Pass;
  /** Resident memory in MB: before the first pass, and at its highest. */
  readonly memoryBefore: number;
  readonly memoryPeak: number;
}

const MB = 1024 ** 2;

/** Whole passes as a worker makes them, in a process that has never held the rows otherwise. */
await answerPart(async ({ ownerUrl, sides }: PassInput): Promise<PassReport> => {
  const registry = await makeRegistry(ownerUrl, tablesOf(sides));
  const memoryBefore = process.memoryUsage.rss() / MB;
  const first = await pass(registry);
  await changeCities(ownerUrl);
  const changed = await pass(registry);
  const memoryPeak = (process.resourceUsage().maxRSS * 1024) / MB;
  await Promise.all([closeRows(), closeControl()]);
  return { first, changed, memoryBefore, memoryPeak };
});

async function pass({ organizationId, registryId }: BenchRegistry): Promise<Pass> {
  const id = newUuid();
  await withOrg(organizationId, (db) =>
    insertRun(db, organizationId, {
      id,
      registryId,
      syncId: newUuid(),
      kind: "sync",
      trigger: { type: "system", ref: "bench" },
      request: PLAIN,
      progress: { state: startRun("sync"), sides: {} },
    }),
  );
  const started = performance.now();
  while ((await advanceRun(organizationId, id)).next === "again");
  const seconds = (performance.now() - started) / 1000;
  const run = await withOrg(organizationId, (db) => findRun(db, id));
  if (run?.status !== "done")
    throw new Error(
      `the pass ended ${run?.status}: ${JSON.stringify([run?.error, run?.brakes, run?.counts])}`,
    );
  const phases: Record<string, number> = {};
  for (const { name, startedAt, finishedAt } of run.phases) {
    const ms = Date.parse(finishedAt ?? startedAt) - Date.parse(startedAt);
    phases[name] = (phases[name] ?? 0) + ms / 1000;
  }
  return { seconds, phases, counts: run.counts };
}
