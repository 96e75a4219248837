import type { RecordFates } from "../../rows/fates";
import type { MemoryClient } from "./client";

const NONE: RecordFates = {
  ...{ matched: 0, fresh: 0, unmatched: 0, duplicate: 0, keyless: 0, collision: 0, waiting: 0, excluded: 0 },
  unreadCells: 0,
};

/** Counts, by side, what became of the records that had no row at first (`unlinked`) and of those that were set aside. */
export function countFates(
  { tables }: MemoryClient,
  place: { readonly runId: string; readonly registryId: string },
  unlinked: readonly string[],
): Readonly<Record<string, RecordFates>> {
  const fates: Record<string, Record<string, number>> = {};
  const add = (sideId: string, fate: string, count: number) => {
    const own: Record<string, number> = fates[sideId] ?? { ...NONE };
    own[fate] = (own[fate] ?? 0) + count;
    fates[sideId] = own;
  };
  const seen = tables.obs.of(place.runId);
  const noted = new Set(unlinked);
  const found = seen.filter(
    ({ sideId, ordinal, state }) => state === "present" && noted.has(`${sideId} ${ordinal}`),
  );
  const byRow = Map.groupBy(found, ({ rowId }) => rowId);
  for (const { sideId, rowId } of found) {
    if (rowId === null) add(sideId, "unmatched", 1);
    else if (tables.base.get(place.registryId, rowId) || (byRow.get(rowId)?.length ?? 0) > 1)
      add(sideId, "matched", 1);
    else add(sideId, "fresh", 1);
  }
  for (const { sideId, state, unknown } of seen) {
    if (state !== "present") add(sideId, state, 1);
    else if (unknown !== null) add(sideId, "unreadCells", Object.keys(unknown).length);
  }
  return fates as unknown as Record<string, RecordFates>;
}
