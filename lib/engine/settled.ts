import type { PreparedRules, PreparedSide } from "./prepare";
import { holds } from "./projection";
import type { RowDecision, RowState, SideState } from "./row";
import type { Cells } from "./value";

/**
 * Whether every side holds and has acknowledged the base already, so that nothing is to be decided. Almost all
 * rows of almost all runs end here: it allocates nothing.
 */
export function isSettled(state: RowState, rules: PreparedRules): boolean {
  const { base } = state;
  if (base === null || state.sides.length !== rules.sides.length) return false;
  for (const own of state.sides) {
    const side = rules.bySide.get(own.sideId);
    if (side === undefined || !sideIsSettled(own, side, base)) return false;
  }
  return true;
}

function sideIsSettled(own: SideState, side: PreparedSide, base: Cells): boolean {
  const { observed, acknowledged } = own;
  if (acknowledged === null) return false;
  if (observed.state === "carried") return acknowledged === base || acknowledgedAll(acknowledged, side, base);
  if (observed.state !== "present" || observed.unknown.length > 0) return false;
  if (acknowledged !== base && !acknowledgedAll(acknowledged, side, base)) return false;
  const { cells } = observed;
  for (const id of side.mapped) {
    const shown = cells[id];
    const value = base[id];
    if (shown === value && value !== undefined) continue;
    if (shown === undefined || value === undefined || !holds(side.rules, id, value, shown)) return false;
  }
  return true;
}

function acknowledgedAll(acknowledged: Cells, side: PreparedSide, base: Cells): boolean {
  for (const id of side.mapped) {
    const known = acknowledged[id];
    const value = base[id];
    if (known === value && value !== undefined) continue;
    if (!Array.isArray(known) || !Array.isArray(value)) return false;
    if (known.length !== value.length || !known.every((member, at) => member === value[at])) return false;
  }
  return true;
}

/** Shared by all rows: almost every decision says nothing in most of its lists. */
const NOTHING: readonly never[] = Object.freeze([]);

export function settledDecision(state: RowState, rules: PreparedRules): RowDecision {
  return {
    rowId: state.rowId,
    outcome: "merged",
    cells: state.base,
    origins: state.origins,
    writes: NOTHING,
    agreed: rules.sideIds,
    acknowledgements: NOTHING,
    conflicts: NOTHING,
    issues: NOTHING,
    frozenBecause: null,
    overtaken: NOTHING,
  };
}
