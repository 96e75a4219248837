import type { CellOutcome } from "./cell-merge";
import { directionOf, isWritten } from "./prepare";
import type { RowIssue } from "./row";
import type { SideOutcome } from "./side-update";
import type { Value } from "./value";
import type { SideView } from "./view";

/**
 * Gives a side the row that it does not have. Without its whole key the row could not be found again there and
 * would be made twice, so then nothing is written and the issue says why.
 */
export function createOnSide(
  view: SideView,
  outcomes: ReadonlyMap<string, CellOutcome>,
  key: readonly string[],
): SideOutcome {
  const side = view.side.rules;
  const nothing: SideOutcome = {
    write: null,
    agrees: false,
    acknowledged: null,
    otherwise: null,
    issues: [],
  };
  if (!side.mayCreate || !view.side.takesWrites) return nothing;
  const cells: Record<string, Value> = {};
  const issues: RowIssue[] = [];
  for (const id of view.side.mapped) {
    const value = outcomes.get(id)?.value;
    if (value === undefined || !isWritten(directionOf(side, id))) continue;
    const projected = side.project(id, value);
    if (projected.ok) cells[id] = value;
    else
      issues.push({ sideId: side.sideId, field: id, reason: projected.reason, message: projected.message });
  }
  const missing = key.find((id) => isEmpty(cells[id]));
  if (missing !== undefined) {
    const isRefused = issues.some((issue) => issue.field === missing);
    return { ...nothing, issues: isRefused ? issues : [...issues, withoutKey(side.sideId, missing)] };
  }
  if (Object.keys(cells).length === 0) return { ...nothing, issues };
  const write = { op: "create", sideId: side.sideId, cells } as const;
  return { ...nothing, write, acknowledged: cells, issues };
}

function isEmpty(value: Value | undefined): boolean {
  return value === undefined || value === null || value === "";
}

function withoutKey(sideId: string, field: string): RowIssue {
  return {
    sideId,
    field,
    reason: "key-not-settled",
    message:
      "The row cannot be created here yet: this part of its key is empty, not mapped here or not settled.",
  };
}
