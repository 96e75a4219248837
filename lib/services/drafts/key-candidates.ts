import { counted, formatCount } from "@/lib/format/count";
import type { KeyCandidate, KeyResult } from "./draft-view";

/** A key that could be chosen, with what it comes to. */
export interface TriedKey {
  readonly fields: readonly string[];
  readonly names: readonly string[];
  readonly keptUniqueOn: readonly string[];
  readonly result: Pick<KeyResult, "matched" | "partly" | "sides">;
}

const MOST_SHOWN = 8;

/** The best first: fewest records that it cannot tell apart, then most rows that match, then what a system keeps unique. */
export function keyCandidates(tried: readonly TriedKey[]): KeyCandidate[] {
  const candidates = tried.map((one) => ({ ...countsOf(one.result), one }));
  return candidates
    .filter(({ total, lost }) => total === 0 || lost < total)
    .toSorted(
      (a, b) =>
        a.lost - b.lost ||
        b.matched - a.matched ||
        b.one.keptUniqueOn.length - a.one.keptUniqueOn.length ||
        a.one.fields.length - b.one.fields.length,
    )
    .slice(0, MOST_SHOWN)
    .map(({ one: { fields, names, keptUniqueOn }, matched, notUnique, empty, total }) => ({
      ...{ fields, names, keptUniqueOn, matched, notUnique, empty },
      because: because({ keptUniqueOn, matched, notUnique, empty, total }),
    }));
}

function countsOf({ matched, sides }: TriedKey["result"]) {
  const sum = (of: (side: KeyResult["sides"][number]) => number): number =>
    sides.reduce((total, side) => total + of(side), 0);
  const notUnique = sum((side) => side.notUnique.records);
  const empty = sum((side) => side.empty);
  return { matched, notUnique, empty, lost: notUnique + empty, total: sum(({ records }) => records) };
}

function because({
  keptUniqueOn,
  matched,
  notUnique,
  empty,
  total,
}: Pick<KeyCandidate, "keptUniqueOn" | "matched" | "notUnique" | "empty"> & {
  readonly total: number;
}): string {
  const told =
    notUnique + empty === 0
      ? total === 1
        ? "Filled in the only record"
        : `Filled and different in all ${formatCount(total)} records`
      : `${formatCount(notUnique)} of ${counted(total, "record")} share it, ${formatCount(empty)} have none`;
  const kept = keptUniqueOn.length > 0 ? "; kept unique by a system" : "";
  return `${told}; ${counted(matched, "row matches", "rows match")} on every side${kept}.`;
}
