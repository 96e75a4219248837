import "server-only";
import { createHash } from "node:crypto";
import { withOrg } from "@/lib/db/control";
import { changeRegistry, findRegistry } from "@/lib/db/registries";
import { type DueRegistry, dueDriftChecks, dueRegistries, strandedRuns } from "@/lib/db/resolve";
import { newUuid } from "@/lib/ids";
import { expireRuns } from "./expire-runs";
import { placeRun, SCHEDULE, sendRun } from "./request-run";
import { targetsFirst } from "./targets-first";

const AT_ONCE = 200;

/** A run that nobody has moved on for this long has lost its event or its worker. */
const STRANDED_MS = 3 * 60_000;

/**
 * Ends held plans whose time is over, asks for the runs whose time has come, for a drift check a day of each registry,
 * and again for the runs that nobody carries on. Returns counts only. Twice in one minute does nothing twice: the sync id is made of the registry and the tick. Of
 * one organization's registries those that relations point into come first: the others need their rows.
 */
export async function requestDueRuns(
  now: Date,
): Promise<{ requested: number; checks: number; resent: number; expired: number }> {
  const expired = await expireRuns(now);
  const due = await dueRegistries(now, AT_ONCE);
  const unchecked = await dueDriftChecks(now, AT_ONCE);
  for (const [organizationId, ticks] of Map.groupBy(due, (one) => one.organizationId)) {
    const tickOf = new Map(ticks.map(({ registryId, tick }) => [registryId, tick]));
    const registries = await withOrg(organizationId, async (db) => {
      const found = [];
      for (const { registryId } of ticks) found.push(await findRegistry(db, registryId));
      return found.filter((registry) => registry !== null);
    });
    for (const { id } of targetsFirst(registries))
      await requestDueRun({ organizationId, registryId: id, tick: tickOf.get(id) ?? now }, now);
  }
  // After the due syncs: a check is of what they leave, and a registry that waits for a run is not due.
  for (const one of unchecked) await requestDriftCheck(one, now);
  const stranded = await strandedRuns(new Date(now.getTime() - STRANDED_MS), AT_ONCE);
  for (const { organizationId, runId } of stranded) await sendRun(organizationId, runId);
  return { requested: due.length, checks: unchecked.length, resent: stranded.length, expired };
}

async function requestDueRun({ organizationId, registryId, tick }: DueRegistry, now: Date): Promise<void> {
  const placed = await withOrg(organizationId, async (db) => {
    const registry = await findRegistry(db, registryId);
    if (!registry || registry.paused || registry.state === "over-limit") return null;
    const caller = { organizationId, actor: SCHEDULE, requestId: newUuid() };
    const input = { kind: "sync" as const, syncId: syncIdOf(registryId, tick.toISOString()) };
    const run = await placeRun(db, { caller, registry, input, now });
    await changeRegistry(db, registryId, { nextRunAt: null });
    return run;
  });
  if (placed?.isNew) await sendRun(organizationId, placed.run.id);
}

async function requestDriftCheck(
  { organizationId, registryId }: Omit<DueRegistry, "tick">,
  now: Date,
): Promise<void> {
  const placed = await withOrg(organizationId, async (db) => {
    const registry = await findRegistry(db, registryId);
    if (!registry || registry.paused || registry.mode === "shadow") return null;
    const caller = { organizationId, actor: SCHEDULE, requestId: newUuid() };
    const syncId = syncIdOf(registryId, `drift-check ${now.toISOString().slice(0, 10)}`);
    return placeRun(db, { caller, registry, input: { kind: "drift-check", syncId }, now });
  });
  if (placed?.isNew) await sendRun(organizationId, placed.run.id);
}

/** A uuid (version 8) of the registry and what it is due for. */
function syncIdOf(registryId: string, due: string): string {
  const hex = createHash("sha256").update(`${registryId}@${due}`).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16).padStart(2, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}
