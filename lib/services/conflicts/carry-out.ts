import "server-only";
import type { Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { changeRegistry, findRegistry } from "@/lib/db/registries";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { placeRun, sendRun } from "../runs/request-run";

/**
 * Has the next run carry out what was just decided; answers with the run's public id. Null = it waits: a paused
 * registry resumes first, one over its plan's limit finds room, a plan that is held is not taken from whoever is
 * deciding on it, and where the day's runs on demand are used up it is the next run's. What was decided stands.
 */
export async function carryOut(caller: Caller, registryId: string, now: Date): Promise<string | null> {
  const placed = await withOrg(caller.organizationId, async (db) => {
    const registry = await findRegistry(db, registryId);
    if (!registry || registry.paused) return null;
    if (registry.state === "held" || registry.state === "over-limit") {
      await changeRegistry(db, registryId, { dirty: true });
      return null;
    }
    return placeRun(db, { caller, registry, input: { kind: "sync" }, now }).catch((error: unknown) => {
      if (error instanceof AppError && error.kind === "limit-reached") return null;
      throw error;
    });
  });
  if (placed?.isNew) await sendRun(caller.organizationId, placed.run.id);
  return placed && publicId("run", placed.run.id);
}
