import type { CellOutcome, MergedCells } from "./cell-merge";
import { cellConflict, judgedOrigin } from "./conflict";
import { losersOf } from "./delete-merge";
import { editsOf } from "./edit";
import { holds } from "./projection";
import { type Value, valuesEqual } from "./value";

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
export function isAs({ value, conflict, asideOn }: CellOutcome, expect: Value): boolean {
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
