import { type CellOutcome, type MergedCells, mergeCell } from "./cell-merge";
import { blankDecision, deletedDecision, frozenDecision, mayNotDelete } from "./decision";
import { type Deletion, judgeDeletion } from "./delete-merge";
import { obeyCells } from "./order";
import type { PreparedRules } from "./prepare";
import { judgeRemoval } from "./removal";
import type { Acknowledgement, Conflict, Origin, RowDecision, RowIssue, RowState, SideWrite } from "./row";
import { isSettled, settledDecision } from "./settled";
import { createOnSide } from "./side-create";
import { type SideOutcome, updateSide } from "./side-update";
import { unreachable } from "./unreachable";
import { type Cells, type Value, valuesEqual } from "./value";
import { type SideView, viewsOf } from "./view";

const DELETED = "The row was deleted elsewhere";
const REMOVED = "A person had the row removed";

/**
 * Decides one row: cell by cell against the common base, then who is told what. Total, and a function of its
 * arguments alone; SPEC.md numbers the rules. Nothing is deleted without an absence proven on a side, or a person's
 * order to remove it.
 */
export function mergeRow(state: RowState, rules: PreparedRules): RowDecision {
  if (!state.order && isSettled(state, rules)) return settledDecision(state, rules);
  const views = viewsOf(state, rules);
  const reason = frozenReason(state, views);
  if (reason !== null) return frozenDecision(state, reason);
  const outcomes = rules.fields.map((field) => mergeCell(field, views, state, rules));
  const row: MergedCells = { state, views, outcomes, rules };
  const removal = judgeRemoval(row);
  switch (removal.kind) {
    case "frozen":
      return frozenDecision(state, removal.reason);
    case "removed":
      return deletedDecision(
        state,
        views.filter((view) => removal.sides.includes(view.side.sideId)),
        REMOVED,
      );
    case "none":
      return mergeOrdered(row);
    case "overtaken": {
      const decision = mergeOrdered(row);
      return { ...decision, overtaken: [...new Set([...removal.fields, ...decision.overtaken])] };
    }
    default:
      return unreachable(removal);
  }
}

/** Why nothing of the row can move. A row that a person wants made again needs nobody who holds it. */
function frozenReason(state: RowState, views: readonly SideView[]): string | null {
  const unread = views.find((view) => view.kind === "unknown");
  if (unread !== undefined) return unread.reason;
  if (state.base !== null || state.order?.keep) return null;
  const holders = views.filter((view) => view.kind === "holds");
  if (holders.length === 0) return "No side that took part holds this row.";
  if (holders.some((view) => view.side.votes)) return null;
  return "Only sides whose edits never merge hold this row.";
}

function mergeOrdered(row: MergedCells): RowDecision {
  const { state, views } = row;
  const { outcomes, overtaken } = obeyCells(row);
  const deletion = judgeDeletion({ ...row, outcomes });
  switch (deletion.kind) {
    case "frozen":
      return frozenDecision(state, deletion.reason);
    case "everywhere":
      return { ...deletedDecision(state, views, DELETED), overtaken: Object.keys(state.order?.cells ?? {}) };
    case "none":
    case "local":
    case "survives":
      return { ...mergedDecision({ ...row, outcomes, deletion }), overtaken };
    default:
      return unreachable(deletion);
  }
}

interface Merged extends MergedCells {
  readonly deletion: Exclude<Deletion, { kind: "frozen" | "everywhere" }>;
}

function mergedDecision(merged: Merged): RowDecision {
  const { state, views, outcomes, deletion } = merged;
  const byField = new Map(outcomes.map((outcome) => [outcome.field, outcome]));
  const writes: SideWrite[] = [];
  const agreed: string[] = [];
  const acknowledgements: Acknowledgement[] = [];
  const issues: RowIssue[] =
    deletion.kind === "local" ? deletion.heldBy.map((id) => mayNotDelete(id, DELETED)) : [];
  for (const view of views) {
    const told = tell(view, byField, merged);
    if (told === null) continue;
    const { sideId } = view.side;
    if (told.write !== null) writes.push(told.write);
    if (told.agrees) agreed.push(sideId);
    if (isNews(view, told)) {
      acknowledgements.push({ sideId, cells: told.acknowledged, otherwise: told.otherwise });
    }
    issues.push(...told.issues);
  }
  return {
    ...blankDecision(state),
    cells: mergedCells(state.base, outcomes),
    origins: mergedOrigins(state, outcomes),
    writes,
    agreed,
    acknowledgements,
    conflicts: conflictsOf(outcomes, deletion),
    issues,
  };
}

/** A side that lost the row is always told: should its create fail, the loss must not count in the next run. */
function isNews(view: SideView, told: SideOutcome): boolean {
  const before = view.acknowledged;
  return !sameCells(told.acknowledged, before) || !sameCells(told.otherwise, before);
}

/** Null = the side is left alone: it takes no part, or its deletion is its own affair. */
function tell(
  view: SideView,
  outcomes: ReadonlyMap<string, CellOutcome>,
  { state, deletion, rules }: Merged,
): SideOutcome | null {
  switch (view.kind) {
    case "holds":
      return updateSide(view, outcomes, state.base);
    case "never":
      return createOnSide(view, outcomes, rules.rules.key);
    case "gone":
      return deletion.kind === "local" && view.side.votes
        ? null
        : createOnSide(view, outcomes, rules.rules.key);
    case "away":
    case "unknown":
      return null;
    default:
      return unreachable(view.kind);
  }
}

function mergedCells(base: Cells | null, outcomes: readonly CellOutcome[]): Cells {
  const cells: Record<string, Value> = { ...base };
  let isChanged = base === null;
  for (const { field, value } of outcomes) {
    const before = base?.[field];
    if (value === undefined || (before !== undefined && valuesEqual(before, value))) continue;
    cells[field] = value;
    isChanged = true;
  }
  return base === null || isChanged ? cells : base;
}

/** A value's origin moves with the value and with what it has beaten: our own writes leave it alone. */
function mergedOrigins(state: RowState, outcomes: readonly CellOutcome[]): Readonly<Record<string, Origin>> {
  const origins: Record<string, Origin> = { ...state.origins };
  for (const { field, value, origin, conflict } of outcomes) {
    const before = state.base?.[field];
    const isKept = before !== undefined && value !== undefined && valuesEqual(before, value);
    if (value === undefined || (isKept && conflict === null)) continue;
    if (origin === null) delete origins[field];
    else origins[field] = origin;
  }
  return origins;
}

function conflictsOf(outcomes: readonly CellOutcome[], deletion: Merged["deletion"]): readonly Conflict[] {
  const cells = outcomes.flatMap((outcome) => (outcome.conflict === null ? [] : [outcome.conflict]));
  if (deletion.kind !== "survives") return cells;
  const { deletedOn, editedOn, decidedBy } = deletion;
  return [{ kind: "delete-edit", deletedOn, editedOn, survives: true, decidedBy }, ...cells];
}

function sameCells(a: Cells | null, b: Cells | null): boolean {
  if (a === null || b === null) return a === b;
  const fields = Object.keys(a);
  return (
    fields.length === Object.keys(b).length &&
    fields.every((id) => {
      const [left, right] = [a[id], b[id]];
      return left !== undefined && right !== undefined && valuesEqual(left, right);
    })
  );
}
