import { canonicalJson } from "./canonical";
import type { Candidate, Verdict } from "./conflict";
import type { PreparedField } from "./prepare";
import type { MergeRules, Origin } from "./row";
import { unreachable } from "./unreachable";
import { type Value, valuesEqual } from "./value";

/** Two origins this close, in ms, cannot be told apart. */
export const CLOCK_TOLERANCE_MS = 2_000;

type Weighing = Pick<MergeRules, "clockToleranceMs" | "digest">;

/** Decides between two or more different values. Never depends on the order of the candidates. */
export function decide(
  candidates: readonly Candidate[],
  { strategy, authority }: Pick<PreparedField, "strategy" | "authority">,
  rules: Weighing,
): Verdict {
  switch (strategy) {
    case "last-write-wins":
      return byLastWrite(candidates, rules);
    case "hash":
      return { winner: byHash(candidates, rules), decidedBy: "hash" };
    case "authority":
      return byAuthority(candidates, authority, rules);
    case "manual":
      return { winner: undefined, decidedBy: "manual" };
    default:
      return unreachable(strategy);
  }
}

/** The authority's value if it takes part in the conflict; where it has not changed, the others' last write. */
function byAuthority(candidates: readonly Candidate[], authority: string | null, rules: Weighing): Verdict {
  const own = candidates.find(({ sideId }) => sideId !== null && sideId === authority);
  if (own === undefined) return byLastWrite(candidates, rules);
  return { winner: own.value, decidedBy: "authority" };
}

/** The latest write, where times can tell; among those that no other is surely later than, the hash. */
function byLastWrite(candidates: readonly Candidate[], rules: Weighing): Verdict {
  const open = candidates.filter(
    (one) => !candidates.some((other) => isLater(other.origin, one.origin, rules.clockToleranceMs)),
  );
  const winner = byHash(open, rules);
  if (open.every(({ value }) => valuesEqual(value, winner))) return { winner, decidedBy: "last-write-wins" };
  const isDated = open.every(({ origin }) => origin !== null);
  return { winner, decidedBy: isDated ? "hash (origins overlap)" : "hash (origin unknown)" };
}

/** Whether `a` surely came to be after `b`: even its earliest moment lies beyond the tolerance. */
function isLater(a: Origin | null, b: Origin | null, toleranceMs: number): boolean {
  return a !== null && b !== null && a.after - b.before > toleranceMs;
}

/** The value whose digest is greatest: a function of the values alone. */
export function byHash(
  candidates: readonly { readonly value: Value }[],
  rules: Pick<MergeRules, "digest">,
): Value {
  let winner: Value = null;
  let best = "";
  for (const { value } of candidates) {
    const rank = rules.digest(canonicalJson(value));
    if (rank > best) [winner, best] = [value, rank];
  }
  return winner;
}
