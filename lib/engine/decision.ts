import type { RowDecision, RowIssue, RowState, SideWrite } from "./row";
import { shownCells } from "./side-update";
import type { SideView } from "./view";

/** The decision that moves nothing. */
export function blankDecision(state: RowState): RowDecision {
  return {
    rowId: state.rowId,
    outcome: "merged",
    cells: state.base,
    origins: state.origins,
    writes: [],
    agreed: [],
    acknowledgements: [],
    conflicts: [],
    issues: [],
    frozenBecause: null,
    overtaken: [],
  };
}

export function frozenDecision(state: RowState, reason: string): RowDecision {
  return { ...blankDecision(state), outcome: "frozen", frozenBecause: reason };
}

/** The row leaves and is deleted on those of these sides that hold it; one that may not delete keeps its record. */
export function deletedDecision(state: RowState, views: readonly SideView[], because: string): RowDecision {
  const writes: SideWrite[] = [];
  const issues: RowIssue[] = [];
  for (const view of views) {
    const { sideId, rules } = view.side;
    if (view.kind !== "holds") continue;
    if (rules.mayDelete) writes.push({ op: "delete", sideId, expect: shownCells(view) });
    else issues.push(mayNotDelete(sideId, because));
  }
  return { ...blankDecision(state), outcome: "deleted", cells: null, origins: {}, writes, issues };
}

/** `because` = why the row would have to go: "The row was deleted elsewhere". */
export function mayNotDelete(sideId: string, because: string): RowIssue {
  const message = `${because}, but deletes are not allowed on this side.`;
  return { sideId, field: null, reason: "may-not-delete", message };
}
