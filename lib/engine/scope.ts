import { blankDecision, deletedDecision, mayNotDelete } from "./decision";
import { editsOf } from "./edit";
import { type Filter, matchesFilter } from "./filter";
import { mergeRow } from "./merge";
import type { PreparedRules } from "./prepare";
import type { Observed, RowDecision, RowIssue, RowState } from "./row";
import { shownCells } from "./side-update";
import { type SideView, shownCell, viewsOf, votesOn } from "./view";

/** Which rows take part, and what becomes of one that leaves. */
export interface Scope {
  readonly filter: Filter | null;
  /** keep = it is left alone everywhere; delete = it is deleted where it still passes the filter. */
  readonly leaving: "keep" | "delete";
}

const LEFT = "The row no longer passes the registry's filter";

/**
 * The decision, if the merged row passes the filter; otherwise the row is out of scope: nothing moves and its links
 * stay. With `leaving` delete the row leaves the registry and is deleted on the sides that still show it in scope,
 * never on the one whose own values left, and not while that could lose what nobody has merged.
 */
export function withinScope(
  decision: RowDecision,
  state: RowState,
  scope: Scope,
  rules: PreparedRules,
): RowDecision {
  const { filter, leaving } = scope;
  if (filter === null || decision.outcome !== "merged" || decision.cells === null) return decision;
  const { fields, deletes } = rules.rules;
  if (matchesFilter(filter, decision.cells, fields)) return decision;
  // Nothing that was ordered for the row is done.
  const overtaken = [...new Set([...decision.overtaken, ...Object.keys(state.order?.cells ?? {})])];
  const outside: RowDecision = { ...blankDecision(state), outcome: "outside", overtaken };
  if (leaving === "keep" || state.base === null || deletes === "never") return outside;
  const { base } = state;
  const views = viewsOf(state, rules);
  const holders = views.filter((view) => view.kind === "holds");
  const inside = holders.filter((view) => matchesFilter(filter, { ...base, ...shownCells(view) }, fields));
  const isLeft = holders.some((view) => view.side.votes && !inside.includes(view));
  // A side that takes no part, or an edit in a cell that could not be read, would bring the row back later.
  if (!isLeft || views.some((view) => view.kind === "away" || isPartlyUnread(view))) return outside;
  const kept = inside.flatMap((view) => whyKept(view, state));
  if (kept.length > 0) return { ...outside, issues: kept };
  const left = deletedDecision(state, inside, LEFT);
  if (left.writes.length === 0) return { ...outside, issues: left.issues };
  return comesBack(left, state, { filter, rules }) ? outside : { ...left, overtaken };
}

/** Whether the records that stay would make a row within the filter again, their links gone. */
function comesBack(
  left: RowDecision,
  state: RowState,
  { filter, rules }: { readonly filter: Filter; readonly rules: PreparedRules },
): boolean {
  const deleted = new Set(left.writes.map((write) => write.sideId));
  const sides = state.sides.map((own) => (deleted.has(own.sideId) ? { ...own, observed: GONE } : own));
  const again = mergeRow({ rowId: state.rowId, base: null, origins: {}, sides }, rules);
  return again.cells !== null && matchesFilter(filter, again.cells, rules.rules.fields);
}

const GONE: Observed = { state: "never" };

function isPartlyUnread(view: SideView): boolean {
  return view.side.mapped.some((id) => votesOn(view, id) && shownCell(view, id) === undefined);
}

/** What stands against deleting the row on a side whose edits count. */
function whyKept(view: SideView, { base }: RowState): readonly RowIssue[] {
  const { sideId, votes, mapped, rules } = view.side;
  if (!votes) return [];
  if (!rules.mayDelete) return [mayNotDelete(sideId, LEFT)];
  const edited = mapped.filter((id) => editsOf(id, [view], base?.[id]).length > 0);
  const message = `${LEFT}, but was edited on this side since: it stays there until the edit is undone or the row passes again.`;
  return edited.length === 0 ? [] : [{ sideId, field: null, reason: "edited-outside", message }];
}
