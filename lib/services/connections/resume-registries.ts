import "server-only";
import { registriesToResume } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { changeRegistry, findRegistry } from "@/lib/db/registries";
import { AppError } from "@/lib/errors";
import { newUuid } from "@/lib/ids";
import { placeRun, SCHEDULE, sendRun } from "../runs/request-run";

/**
 * Starts the runs of the registries that waited for this connection and now wait for none. They count as the schedule's
 * own, whatever the plan has left of runs on demand; one that its plan does not let run waits for its time. Returns how
 * many were started.
 */
export async function resumeRegistries(
  organizationId: string,
  connectionId: string,
  now: Date,
): Promise<number> {
  const waiting = await withOrg(organizationId, (db) => registriesToResume(db, connectionId));
  let started = 0;
  for (const id of waiting) if (await resume(organizationId, id, now)) started += 1;
  return started;
}

async function resume(organizationId: string, registryId: string, now: Date): Promise<boolean> {
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
