import type { RowDecision } from "./row";
import type { Cells, Value } from "./value";

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
  const write = decision.writes.find((candidate) => candidate.sideId === sideId);
  if (write === undefined || done || own.cells === null) return own.cells;
  return write.op === "update" ? withoutWritten(own.cells, write.cells, previous) : null;
}

function withoutWritten(
  cells: Cells,
  written: readonly { readonly field: string }[],
  previous: Cells | null,
): Cells {
  const kept: Record<string, Value> = { ...cells };
  for (const { field } of written) {
    const before = previous?.[field];
    if (before === undefined) delete kept[field];
    else kept[field] = before;
  }
  return kept;
}
