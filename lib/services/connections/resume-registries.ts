import "server-only";
import { registriesToResume, type WaitingRegistry } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { changeRegistry, findRegistry } from "@/lib/db/registries";
import type { RunKind } from "@/lib/db/runs";
import { isWriting } from "@/lib/engine/run-advance";
import { AppError } from "@/lib/errors";
import { newUuid } from "@/lib/ids";
import { placeRun, SCHEDULE, sendRun } from "../runs/request-run";

/**
 * Sets going what waited for this connection and now waits for none: the runs that were asked for or begun, and a run of
 * each registry that has none. That one counts as the schedule's own, whatever the plan has left of runs on demand; one
 * that its plan does not let run waits for its time. Returns how many registries were started.
 */
export async function resumeRegistries(
  organizationId: string,
  connectionId: string,
  now: Date,
): Promise<number> {
  const waiting = await withOrg(organizationId, (db) => registriesToResume(db, connectionId));
  let started = 0;
  for (const registry of waiting) if (await resume(organizationId, registry, now)) started += 1;
  return started;
}

async function resume(organizationId: string, registry: WaitingRegistry, now: Date): Promise<boolean> {
  const { id, state, runs } = registry;
  for (const run of runs) await sendRun(organizationId, run.id);
  const hasWaited = state === "reconnect-needed" && !registry.paused;
  // What only looks leaves what has changed to a run that writes.
  if (hasWaited && !runs.some(({ kind }) => isWriting(kind as RunKind)))
    return startRun(organizationId, id, now);
  return runs.length > 0;
}

async function startRun(organizationId: string, registryId: string, now: Date): Promise<boolean> {
  try {
    const placed = await withOrg(organizationId, async (db) => {
      const registry = await findRegistry(db, registryId);
      if (!registry) return null;
      await changeRegistry(db, registryId, { failures: 0, nextRunAt: null });
      const caller = { organizationId, actor: SCHEDULE, requestId: newUuid() };
      return placeRun(db, { caller, registry, input: { kind: "sync" }, now });
    });
    if (placed === null) return false;
    if (placed.isNew) await sendRun(organizationId, placed.run.id);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.kind !== "limit-reached") throw thrown;
    await withOrg(organizationId, (db) => changeRegistry(db, registryId, { failures: 0, nextRunAt: now }));
    return false;
  }
}
