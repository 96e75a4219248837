import { withOrg } from "@/lib/db/control";
import { findRun, insertRun, PLAIN, type RunCounts, type StoredRun } from "@/lib/db/runs";
import { nextAction, type RunState, startRun } from "@/lib/engine/run-state";
import { env } from "@/lib/env";
import { newUuid } from "@/lib/ids";
import { advanceRun } from "@/lib/sync/advance";
import { type TookOfBoth, timedWithPostgres } from "../postgres-cpu";
import type { BenchRegistry } from "./registry";

/** One pass: its whole time and its phases' in seconds, and what it did. */
export interface Pass {
  readonly took: TookOfBoth;
  readonly phases: Readonly<Record<string, number>>;
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

/** Carries a run on until its next action is `action`, which it has not begun; or to its end. */
export async function advanceTo(registry: BenchRegistry, runId: string, action?: string): Promise<void> {
  // Each turn ends after one action where the next one matters.
  let at = Date.now();
  const clock = () => {
    at += action === undefined ? 0 : 60_000;
    return action === undefined ? new Date() : new Date(at);
  };
  for (;;) {
    const { progress } = await runOf(registry, runId);
    const { state } = progress as unknown as { readonly state: RunState };
    if (nextAction(state).kind === action) return;
    if ((await advanceRun(registry.organizationId, runId, clock)).next === "over") return;
  }
}

/** A whole run to its good end. Throws if it has another. */
export async function runPass(registry: BenchRegistry): Promise<Pass> {
  const id = await beginPass(registry);
  const took = await timedWithPostgres(env().DATABASE_URL, () => advanceTo(registry, id));
  const run = await runOf(registry, id);
  if (run.status !== "done") {
    const why = JSON.stringify([run.error, run.brakes, run.counts]);
    throw new Error(`the pass ended ${run.status}: ${why}`);
  }
  const phases: Record<string, number> = {};
  for (const { name, startedAt, finishedAt } of run.phases) {
    const ms = Date.parse(finishedAt ?? startedAt) - Date.parse(startedAt);
    phases[name] = (phases[name] ?? 0) + ms / 1000;
  }
  return { took, phases, counts: run.counts };
}

async function runOf({ organizationId }: BenchRegistry, id: string): Promise<StoredRun> {
  const run = await withOrg(organizationId, (db) => findRun(db, id));
  if (!run) throw new Error("the run is gone");
  return run;
}
