import type { RowDecision } from "./row";
import type { Cells } from "./value";

/**
 * What a side has acknowledged once its write of this decision is `done`, or has failed (refused, stale,
 * unreachable). Cells that it showed already count either way; cells it was to be told do not after a failure.
 * Null = it does not hold the row: its link goes.
 *
 * Of a `deleted` row nothing changes here: it leaves with all its links at once, when every delete is done.
 * Until then a side that lost it must stay linked and absent, or the row would be created there again.
 */
export function acknowledgedAfter(
  decision: RowDecision,
  sideId: string,
  previous: Cells | null,
  done: boolean,
): Cells | null {
  const own = decision.acknowledgements.find((candidate) => candidate.sideId === sideId);
  if (own === undefined) return previous;
  return done ? own.cells : own.otherwise;
}
