import type { CellOutcome, MergedCells } from "./cell-merge";
import { cellConflict, judgedOrigin } from "./conflict";
import { losersOf } from "./delete-merge";
import { editsOf } from "./edit";
import { holds } from "./projection";
import { type Cells, type Value, valuesEqual } from "./value";

/** The cells after a person's order for some of them, and the fields that were left because they had moved on. */
export interface Ordered {
  readonly outcomes: readonly CellOutcome[];
  readonly overtaken: readonly string[];
}

/**
 * Puts the ordered values in place of what the merge found: they win over every edit, which a record keeps. What is
 * ordered only while the cell is as expected does not bring back a row that is being deleted.
 */
export function obeyCells(row: MergedCells): Ordered {
  const { state, outcomes } = row;
  const { order } = state;
  if (!order) return { outcomes, overtaken: [] };
  const isLeaving = !order.keep && row.rules.rules.deletes !== "never" && losersOf(row.views).length > 0;
  const overtaken: string[] = [];
  const obeyed = outcomes.map((outcome) => {
    const wish = order.cells[outcome.field];
    if (wish === undefined || outcome.frozen) return outcome;
    if (wish.expect === undefined || (!isLeaving && isAs(outcome, wish.expect))) {
      return withValue(outcome, wish.value, row);
    }
    overtaken.push(outcome.field);
    return outcome;
  });
  return { outcomes: obeyed, overtaken };
}

/** Whether the cell would become `expect`, with no edit of it beside that: not open, none set aside. */
function isAs({ value, conflict, asideOn }: CellOutcome, expect: Value): boolean {
  const isOpen = value === undefined && conflict !== null;
  return !isOpen && asideOn.length === 0 && valuesEqual(value ?? null, expect);
}

function withValue(outcome: CellOutcome, value: Value, { views, state }: MergedCells): CellOutcome {
  const { field } = outcome;
  const base = state.base?.[field];
  const edits = editsOf(field, views, base);
  const isLoss = edits.some((edit) => !holds(edit.view.side.rules, field, value, edit.value));
  const verdict = { winner: value, decidedBy: "person" };
  return {
    ...outcome,
    value,
    origin: judgedOrigin([...edits, { origin: state.origins[field] ?? null }]),
    conflict: isLoss ? cellConflict(field, base ?? null, edits, verdict) : null,
    asideOn: [],
    isFinal: true,
    isOrdered: true,
  };
}

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
