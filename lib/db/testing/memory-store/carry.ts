import { hash } from "node:crypto";
import type { CarryPlace, SideMark } from "../../rows/carry";
import type { MemoryClient } from "./client";
import { momentFrom } from "./moment";
import { compareText, storedJson } from "./stored-json";
import { WHOLE } from "./tables";

export const sideMarks = ({ tables }: MemoryClient, registryId: string): Record<string, SideMark> =>
  Object.fromEntries(
    tables.sideMark
      .all()
      .filter((held) => held.registryId === registryId)
      .map(({ sideId, mark }) => [sideId, mark]),
  );

export function setSideMark({ tables }: MemoryClient, sideId: string, mark: SideMark | null): void {
  const held = tables.sideMark.get(WHOLE, sideId);
  if (held) tables.sideMark.delete(held);
  const registry = tables.registry.all().find(({ sides }) => sides.some(({ id }) => id === sideId));
  if (mark && registry) tables.sideMark.insert({ sideId, registryId: registry.id, mark: storedJson(mark) });
}

export function unstage(
  { tables }: MemoryClient,
  { runId, sideId }: Omit<CarryPlace, "from">,
  locators: readonly string[] | null,
): number {
  const taken = tables.obs
    .of(runId)
    .filter((seen) => seen.sideId === sideId && (locators?.includes(seen.locator) ?? true));
  for (const seen of taken) tables.obs.delete(seen);
  return taken.length;
}

const partitionOf = (locator: string): number => Number.parseInt(hash("md5", locator).slice(0, 4), 16) >> 6;

export function carryUnseen(
  { tables }: MemoryClient,
  { runId, sideId, from }: CarryPlace,
  except: {
    readonly gone: readonly string[];
    readonly readWhole: readonly number[];
    readonly writtenSince: string;
  },
): number {
  const seen = new Set(tables.obs.of(runId).flatMap((one) => (one.sideId === sideId ? [one.locator] : [])));
  const writtenSince = momentFrom(except.writtenSince);
  const carried = tables.link
    .of(sideId)
    .filter(({ locator, pending }) => !pending && !seen.has(locator) && !except.gone.includes(locator))
    .filter(({ writtenAt }) => (writtenAt ?? -1) < writtenSince)
    .filter(({ locator }) => !except.readWhole.includes(partitionOf(locator)))
    .sort((a, b) => compareText(a.locator, b.locator));
  for (const [at, link] of carried.entries()) {
    const base = tables.base.get(link.registryId, link.rowId);
    tables.obs.insert({
      ...{ runId, sideId, ordinal: from + at, locator: link.locator, rowId: link.rowId, hash: link.hash },
      ...{ key: base?.key ?? null, matchKey: base?.matchKey ?? null, state: "present", cells: null },
      ...{ unknown: null, changedAt: null, grainMs: null, changedBy: null },
    });
  }
  return carried.length;
}

export function keepOpen(
  { tables }: MemoryClient,
  place: { readonly runId: string; readonly plannedAt: string },
): void {
  const plannedAt = momentFrom(place.plannedAt);
  for (const { sideId, locator, state, unknown, hash: seen } of tables.obs.of(place.runId)) {
    const link = tables.link.of(sideId).find((one) => one.locator === locator);
    if (!link || link.pending || (link.writtenAt ?? -1) >= plannedAt) continue;
    if (state !== "present" || unknown !== null || seen !== link.hash)
      tables.link.update(link, { pending: true });
  }
}

export function hasStrangers(
  { tables }: MemoryClient,
  { runId, sideId }: { readonly runId: string; readonly sideId: string },
): boolean {
  const linked = new Set(tables.link.of(sideId).map(({ locator }) => locator));
  return tables.obs
    .of(runId)
    .some(
      (seen) =>
        seen.sideId === sideId &&
        seen.state !== "absent" &&
        seen.state !== "unknown" &&
        !linked.has(seen.locator),
    );
}
