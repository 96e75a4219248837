import { withOrg } from "@/lib/db/control";
import { findRun, insertRun, PLAIN, type RunCounts, type StoredRun } from "@/lib/db/runs";
import { nextAction, type RunState, startRun } from "@/lib/engine/run-state";
import { env } from "@/lib/env";
import { newUuid } from "@/lib/ids";
import { advanceOn } from "@/lib/sync/advance";
import { hostOf, type RunHost } from "@/lib/sync/host";
import { type PhaseCost, PhaseCosts } from "../phase-costs";
import { type TookOfBoth, timedWithPostgres } from "../postgres-cpu";
import type { BenchRegistry } from "./registry";

/** One pass: what all of it took, and each phase, and what it did. */
export interface Pass {
  readonly took: TookOfBoth;
  readonly phases: Readonly<Record<string, PhaseCost>>;
  readonly counts: RunCounts;
}

/** Stores a run of the registry as a request would; answers its id. */
export async function beginPass({ organizationId, registryId }: BenchRegistry): Promise<string> {
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
  return id;
}

/** Carries a run on until its next action is `action`, which it has not begun. */
export async function advanceTo(registry: BenchRegistry, runId: string, action: string): Promise<void> {
  // Each turn ends after one action.
  let at = Date.now();
  const host = hostOf(registry.organizationId, () => {
    at += 60_000;
    return new Date(at);
  });
  for (;;) {
    const { progress } = await runOf(registry, runId);
    const { state } = progress as unknown as { readonly state: RunState };
    if (nextAction(state).kind === action) return;
    if ((await advanceOn(host, runId)).next === "over") return;
  }
}

/** A whole run to its good end. Throws if it has another. */
export async function runPass(registry: BenchRegistry): Promise<Pass> {
  const url = env().DATABASE_URL;
  const id = await beginPass(registry);
  const costs = await PhaseCosts.begin(url);
  const host = costs.watch(hostOf(registry.organizationId));
  const took = await timedWithPostgres(url, () => carryThrough(host, id));
  const run = await runOf(registry, id);
  if (run.status !== "done") {
    const why = JSON.stringify([run.error, run.brakes, run.counts]);
    throw new Error(`the pass ended ${run.status}: ${why}`);
  }
  return { took, phases: costs.byPhase, counts: run.counts };
}

async function carryThrough(host: RunHost, runId: string): Promise<void> {
  while ((await advanceOn(host, runId)).next !== "over");
}

async function runOf({ organizationId }: BenchRegistry, id: string): Promise<StoredRun> {
  const run = await withOrg(organizationId, (db) => findRun(db, id));
  if (!run) throw new Error("the run is gone");
  return run;
}
