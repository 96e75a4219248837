import { directionOf, isRead, type PreparedRules, type PreparedSide } from "./prepare";
import type { Origin, RowState, SideState } from "./row";
import type { Cells, Value } from "./value";

/**
 * A side's part in the merge of one row.
 *
 * - holds: it has the row; `shown` are its cells (carried: what it last acknowledged stands).
 * - gone: it acknowledged the row once and provably lost it.
 * - never: it does not have the row and loses nothing by that.
 * - unknown: a side whose edits count could not be read: the row freezes.
 * - away: it takes no part this run, and pins nothing.
 */
export interface SideView {
  readonly side: PreparedSide;
  readonly kind: "holds" | "gone" | "never" | "unknown" | "away";
  readonly shown: Cells;
  readonly carried: boolean;
  readonly unread: readonly string[];
  readonly invalid: readonly string[];
  readonly origin: Origin | null;
  readonly acknowledged: Cells | null;
  readonly reason: string | null;
}

/** Every side's view, in the order of application, whatever order the state lists them in. */
export function viewsOf(state: RowState, rules: PreparedRules): readonly SideView[] {
  return rules.sides.map((side) => {
    const own = state.sides.find((candidate) => candidate.sideId === side.sideId);
    return own === undefined ? blank(side, "away", null) : viewOf(side, own, state.base !== null);
  });
}

function viewOf(side: PreparedSide, state: SideState, hasBase: boolean): SideView {
  const { observed, acknowledged } = state;
  switch (observed.state) {
    case "present":
      return {
        ...blank(side, "holds", acknowledged),
        shown: observed.cells,
        unread: observed.unknown,
        invalid: observed.invalid ?? [],
        origin: observed.origin,
      };
    case "carried":
      if (acknowledged === null) {
        return unreadable(side, acknowledged, "It was not read, and what it held before is not known.");
      }
      return { ...blank(side, "holds", acknowledged), shown: acknowledged, carried: true };
    case "absent":
      // Without a base nothing is known to have been there on both sides: the union, never a delete.
      return blank(side, hasBase && acknowledged !== null ? "gone" : "never", acknowledged);
    case "never":
      return blank(side, "never", acknowledged);
    case "unknown":
      return unreadable(side, acknowledged, observed.reason);
  }
}

function blank(side: PreparedSide, kind: SideView["kind"], acknowledged: Cells | null): SideView {
  const nothing = { shown: {}, carried: false, unread: [], invalid: [], origin: null, reason: null };
  return { ...nothing, side, kind, acknowledged };
}

function unreadable(side: PreparedSide, acknowledged: Cells | null, reason: string): SideView {
  return { ...blank(side, side.votes ? "unknown" : "away", acknowledged), reason };
}

/** The cell as the side shows it; undefined = not known. */
export function shownCell(view: SideView, fieldId: string): Value | undefined {
  if (view.unread.includes(fieldId)) return undefined;
  const value = view.shown[fieldId];
  if (!view.carried || value === undefined) return value;
  const projected = view.side.rules.project(fieldId, value);
  return projected.ok ? projected.value : value;
}

/** Whether the side has the row and its edits of this cell count. */
export function votesOn(view: SideView, fieldId: string): boolean {
  return view.kind === "holds" && isRead(directionOf(view.side.rules, fieldId));
}
