import type { CellOutcome } from "./cell-merge";
import { cellConflict, judgedOrigin } from "./conflict";
import { editsOf } from "./edit";
import { holds } from "./projection";
import type { RowOrder, RowState } from "./row";
import { type Cells, type Value, valuesEqual } from "./value";
import type { SideView } from "./view";

/** The cells after a person's order for some of them, and the fields that were left because they had moved on. */
export interface Ordered {
  readonly outcomes: readonly CellOutcome[];
  readonly overtaken: readonly string[];
}

/** Puts the ordered values in place of what the merge found: they win over every edit, which a record keeps. */
export function obeyCells(
  outcomes: readonly CellOutcome[],
  views: readonly SideView[],
  state: RowState,
): Ordered {
  const { order } = state;
  if (!order) return { outcomes, overtaken: [] };
  const overtaken: string[] = [];
  const obeyed = outcomes.map((outcome) => {
    const wish = order.cells[outcome.field];
    if (wish === undefined || outcome.frozen) return outcome;
    if (wish.expect === undefined || isAs(outcome, wish.expect)) {
      return withValue(outcome, wish.value, { views, state });
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

function withValue(
  outcome: CellOutcome,
  value: Value,
  { views, state }: { readonly views: readonly SideView[]; readonly state: RowState },
): CellOutcome {
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

export function judgeRemoval(
  outcomes: readonly CellOutcome[],
  views: readonly SideView[],
  state: RowState,
): Removal {
  const remove: RowOrder["remove"] = state.order?.remove ?? null;
  if (remove === null) return { kind: "none" };
  const fields = state.base === null ? Object.keys(remove.expect) : differing(outcomes, remove.expect);
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

function differing(outcomes: readonly CellOutcome[], expect: Cells): readonly string[] {
  return outcomes
    .filter((outcome) => !outcome.frozen && !isAs(outcome, expect[outcome.field] ?? null))
    .map((outcome) => outcome.field);
}
