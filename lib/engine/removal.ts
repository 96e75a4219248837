import type { CellOutcome, MergedCells } from "./cell-merge";
import { editsOf } from "./edit";
import { isAs } from "./order";
import { holds } from "./projection";
import type { Cells } from "./value";

/**
 * What an order to remove the row comes to.
 *
 * - none: there is no such order.
 * - frozen: too little is known to tell.
 * - overtaken: these fields are not as the order expects them, or the row is not merged any more; it stays.
 * - removed: it leaves.
 */
export type Removal =
  | { readonly kind: "none" }
  | { readonly kind: "frozen"; readonly reason: string }
  | { readonly kind: "overtaken"; readonly fields: readonly string[] }
  | { readonly kind: "removed"; readonly sides: readonly string[] };

export function judgeRemoval(row: MergedCells): Removal {
  const { state, views, outcomes } = row;
  const remove = state.order?.remove ?? null;
  if (remove === null) return { kind: "none" };
  const fields = state.base === null ? Object.keys(remove.expect) : differing(row, remove.expect);
  if (fields.length > 0 || state.base === null) return { kind: "overtaken", fields };
  // What cannot be seen may be an edit, and would be gone with the row.
  if (views.some((view) => view.kind === "away")) {
    return { kind: "frozen", reason: "It is to be removed, but a side took no part in the run." };
  }
  if (outcomes.some((outcome) => outcome.frozen)) {
    return { kind: "frozen", reason: "It is to be removed, but one of its cells could not be read." };
  }
  return { kind: "removed", sides: remove.sides };
}

/** The fields that are not as a removal expects, or that a side shows edited otherwise: it would lose that edit. */
function differing({ outcomes, views, state }: MergedCells, expected: Cells): readonly string[] {
  const isExpected = (outcome: CellOutcome) => {
    const { field } = outcome;
    const expect = expected[field] ?? null;
    const edits = editsOf(field, views, state.base?.[field]);
    return (
      isAs(outcome, expect) && edits.every((edit) => holds(edit.view.side.rules, field, expect, edit.value))
    );
  };
  return outcomes.filter((outcome) => !outcome.frozen && !isExpected(outcome)).map(({ field }) => field);
}
