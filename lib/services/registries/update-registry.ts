import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import {
  changeRegistry,
  changeSide,
  endTurns,
  isHeldByRun,
  type RegistryChange,
  type RegistryDefinition,
} from "@/lib/db/registries";
import { minutesBetween } from "@/lib/engine/cadence";
import { AppError } from "@/lib/errors";
import { changeNoted } from "./browse-registries";
import { mappingVersionOf, requireMapping } from "./mapping-version";
import { type ChangedSide, type PlannedChange, registryChange } from "./registry-change";
import type { UpdateRegistryInput } from "./registry-input";
import type { RegistryView } from "./registry-view";

/**
 * Changes what its owner decides about a registry; what is left out stays. A change that bears on rows that did not
 * change (fields, mapping, filter, mode) makes the next run look at all of them, and that run is held with its effect.
 * While a run has the registry such a change is refused: what was read under the old setting would be planned under the
 * new. Throws AppError `stale`, too, where somebody else changed fields or mapping meanwhile.
 */
export async function updateRegistry(
  caller: Caller,
  id: string,
  input: UpdateRegistryInput,
  now = new Date(),
): Promise<RegistryView> {
  authorize(caller, "registry:write");
  const change = await registryChange(caller, id, input);
  const { before, settings, sides } = change;
  const payload = changeOf(change);
  return changeNoted(caller, { id, action: "registry.updated", payload, now }, async (db, registry) => {
    const isMapping = sides.some(({ mappings }) => mappings !== undefined) || settings.fields !== undefined;
    if (isMapping) requireMapping(registry, mappingVersionOf(before));
    const bears = bearsOnRows(input, sides);
    await changeRegistry(db, registry.id, {
      ...settings,
      ...(bears && { recheck: true }),
      ...nextTime(registry, input.schedule, now),
    });
    // Who may decide on a field, and which changes need an approval, counts at once: also for a run under way.
    if (input.access !== undefined) await endTurns(db, registry.id);
    if (bears && (await isHeldByRun(db, registry.id)))
      throw new AppError("stale", "A run of this registry is under way.", {
        remedy: "Mapping, filter and mode change between runs: wait for it to end, or pause the registry.",
      });
    for (const { id: sideId, ...changed } of sides) await changeSide(db, sideId, changed);
  });
}

/** A new name for a field is none of its rows' affair. */
function bearsOnRows(
  { fields, filter, leaving }: UpdateRegistryInput,
  sides: readonly ChangedSide[],
): boolean {
  const isOther = (fields?.add?.length ?? 0) + (fields?.remove?.length ?? 0) > 0;
  const isRemapped = sides.some(({ mappings, match }) => mappings !== undefined || match !== undefined);
  return isRemapped || isOther || filter !== undefined || leaving !== undefined;
}

/** What the ledger keeps of a change: each setting before and after. */
function changeOf({ before, settings, sides }: PlannedChange) {
  const was = Object.fromEntries(Object.entries(before).filter(([setting]) => setting in settings));
  const sidesBefore = before.sides
    .filter((side) => sides.some((changed) => changed.id === side.id))
    .map(({ id, mappings, match }) => ({ id, mappings, match }));
  const sidesAfter = sides.map(({ knownColumns: _known, ...side }) => side);
  return sides.length === 0
    ? { before: was, after: settings }
    : { before: { ...was, sides: sidesBefore }, after: { ...settings, sides: sidesAfter } };
}

/** A new schedule counts from now; a registry that nobody has begun with, or that is paused, goes on waiting. */
function nextTime(registry: RegistryDefinition, schedule: string | undefined, now: Date): RegistryChange {
  if (schedule === undefined || schedule === registry.schedule) return {};
  const isWaiting = registry.paused || (registry.state === "draft" && registry.nextRunAt === null);
  const minutes = isWaiting ? null : minutesBetween(schedule);
  return { nextRunAt: minutes === null ? null : new Date(now.getTime() + Math.max(1, minutes) * 60_000) };
}
