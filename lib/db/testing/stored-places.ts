import type { Scoped } from "../control";
import type { Prisma } from "../generated/client";
import { changeRegistry, insertRegistry, type RegistryDefinition } from "../registries";
import { insertRun, type StoredRun } from "../runs";

/** Puts a registry into the database as it stands, whatever has become of it since it was made. */
export async function placeRegistry(
  db: Scoped,
  organizationId: string,
  definition: RegistryDefinition,
): Promise<void> {
  const {
    id,
    paused,
    dirty,
    recheck: _recheck,
    rechecked,
    baseline,
    state,
    stateReason,
    ...rest
  } = definition;
  const { failures, rowCount, lastRunId, lastRunAt, nextRunAt, createdAt, ...registry } = rest;
  await insertRegistry(db, organizationId, { id, ...registry });
  await changeRegistry(db, id, { paused, dirty, state, stateReason, failures, nextRunAt });
  await db.registry.updateMany({
    where: { id },
    data: { createdAt, rechecked, rowCount, lastRunId, lastRunAt },
  });
  if (baseline !== null) throw new Error("a new registry has no baseline");
}

/** Puts a run into the database as it stands. */
export async function placeRun(db: Scoped, organizationId: string, run: StoredRun): Promise<void> {
  const { id, registryId, syncId, kind, trigger, request, progress } = run;
  await insertRun(db, organizationId, {
    ...{ id, registryId, syncId, kind, trigger, request },
    progress: progress as object,
  });
  const { status, startedAt, finishedAt, expiresAt, createdAt, planHash } = run;
  const data = { status, startedAt, finishedAt, expiresAt, createdAt, planHash };
  await db.run.updateMany({ where: { id }, data: data satisfies Prisma.RunUpdateManyMutationInput });
}
