import { type Edit, editsOf } from "./edit";
import type { PreparedRules } from "./prepare";
import { holds } from "./projection";
import type { RowDecision, RowOrder, RowState } from "./row";
import { type Value, valuesEqual } from "./value";
import { viewsOf } from "./view";

/**
 * The row to be merged again after rules found these cells of its decision at fault: what brought each value is
 * marked invalid, or, if a person's choice or order brought it, is dropped. Null = nothing is left to set aside:
 * the decision did not change those cells, or no more is known of where they came from. To be asked again after
 * each merge until the rules are met or it says null; it ends, because each answer sets aside at least one thing.
 */
export function setAside(
  state: RowState,
  decision: RowDecision,
  fields: readonly string[],
  rules: PreparedRules,
): RowState | null {
  let next = state;
  for (const field of fields) {
    const merged = decision.cells?.[field];
    const base = state.base?.[field];
    if (merged === undefined || (base !== undefined && valuesEqual(base, merged))) continue;
    next = withoutCause(next, { field, merged, decision, rules });
  }
  return next === state ? null : next;
}

/** The sides that show an edit of the cell, valid or not. */
export function editedOn(state: RowState, fieldId: string, rules: PreparedRules): readonly string[] {
  return editsOf(fieldId, viewsOf(state, rules), state.base?.[fieldId]).map((edit) => edit.sideId);
}

interface Fault {
  readonly field: string;
  readonly merged: Value;
  readonly decision: RowDecision;
  readonly rules: PreparedRules;
}

function withoutCause(state: RowState, fault: Fault): RowState {
  const { field, merged, decision } = fault;
  const { order, choices } = state;
  if (order && isObeyed(order, field, decision)) {
    // A row made anew from an order has nothing to fall back on.
    return state.base === null
      ? state
      : { ...state, order: { ...order, cells: without(order.cells, field) } };
  }
  const choice = choices?.[field];
  if (choices !== undefined && choice !== undefined && valuesEqual(choice.value, merged)) {
    return { ...marked(state, fault, false), choices: without(choices, field) };
  }
  return marked(state, fault, true);
}

const isObeyed = (order: RowOrder, field: string, decision: RowDecision) =>
  order.cells[field] !== undefined && !decision.overtaken.includes(field);

/** Marks the edits that say what was merged; if none does by itself (sets unite) and `orAll`, all of the cell. */
function marked(state: RowState, { field, merged, rules }: Fault, orAll: boolean): RowState {
  const edits = editsOf(field, viewsOf(state, rules), state.base?.[field]).filter((edit) => edit.isValid);
  const isSource = (edit: Edit) => holds(edit.view.side.rules, field, merged, edit.value);
  const sources = edits.filter(isSource);
  const all = orAll && sources.length === 0;
  const sides = new Set((all ? edits : sources).map((edit) => edit.sideId));
  if (sides.size === 0) return state;
  return {
    ...state,
    sides: state.sides.map((own) => {
      const { observed } = own;
      if (observed.state !== "present" || !sides.has(own.sideId)) return own;
      return { ...own, observed: { ...observed, invalid: [...(observed.invalid ?? []), field] } };
    }),
  };
}

function without<T>(record: Readonly<Record<string, T>>, field: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([id]) => id !== field));
}
