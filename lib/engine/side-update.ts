import type { CellOutcome } from "./cell-merge";
import { directionOf, isWritten } from "./prepare";
import { holds } from "./projection";
import type { CellWrite, RowIssue, SideWrite } from "./row";
import { type Cells, type Value, valuesEqual } from "./value";
import { type SideView, shownCell } from "./view";

/** What one side is told, and what it acknowledges when that is done. */
export interface SideOutcome {
  readonly write: SideWrite | null;
  /** The side shows the merged row already, every cell of it. */
  readonly agrees: boolean;
  /** After the write, and should it fail. */
  readonly acknowledged: Cells | null;
  readonly otherwise: Cells | null;
  readonly issues: readonly RowIssue[];
}

type CellStep =
  | { readonly step: "holds" }
  | { readonly step: "behind" }
  | { readonly step: "write"; readonly write: CellWrite }
  | { readonly step: "issue"; readonly issue: RowIssue };

/** Brings a side that has the row to the merged cells: only cells that differ there are written. */
export function updateSide(
  view: SideView,
  outcomes: ReadonlyMap<string, CellOutcome>,
  base: Cells | null,
): SideOutcome {
  const acknowledged: Record<string, Value> = {};
  const otherwise: Record<string, Value> = {};
  const writes: CellWrite[] = [];
  const issues: RowIssue[] = [];
  let agrees = true;
  for (const id of view.side.mapped) {
    const outcome = outcomes.get(id);
    if (outcome === undefined) continue;
    const taken = stepOf(view, outcome);
    if (taken.step === "write") writes.push(taken.write);
    if (taken.step === "issue") issues.push(taken.issue);
    if (taken.step !== "holds") agrees = false;
    const isJudged = outcome.value !== undefined && isDone(view, outcome, taken);
    const failed = taken.step === "holds" ? outcome.value : knownCell(view, id, base?.[id], isJudged);
    const done = taken.step === "write" ? outcome.value : failed;
    if (failed !== undefined) otherwise[id] = failed;
    if (done !== undefined) acknowledged[id] = done;
  }
  const { sideId } = view.side;
  const write: SideWrite | null = writes.length === 0 ? null : { op: "update", sideId, cells: writes };
  return { write, agrees, acknowledged, otherwise, issues };
}

/** Whether what the side shows was weighed for the last time: not while its write may yet fail, nor set aside. */
function isDone({ side }: SideView, outcome: CellOutcome, { step }: CellStep): boolean {
  return (step !== "write" || outcome.isFinal) && !outcome.asideOn.includes(side.sideId);
}

/**
 * The version that a side which is not told the merged value still stands at. A value that was judged and that
 * the side keeps all the same (it is only read, or refuses the merged one) becomes its version: the next run
 * must not judge the same edit again.
 */
function knownCell(
  view: SideView,
  field: string,
  base: Value | undefined,
  isJudged: boolean,
): Value | undefined {
  const side = view.side.rules;
  const shown = shownCell(view, field);
  const before = view.acknowledged?.[field];
  if (shown === undefined) return before;
  if (base !== undefined && holds(side, field, base, shown)) return base;
  if (before === undefined && shown === null) return before;
  const isEdited = before === undefined || !holds(side, field, before, shown);
  return isEdited && isJudged ? shown : before;
}

function stepOf(view: SideView, outcome: CellOutcome): CellStep {
  const side = view.side.rules;
  const { field, value } = outcome;
  const shown = shownCell(view, field);
  if (value === undefined || shown === undefined) return { step: "behind" };
  if (outcome.asideOn.includes(side.sideId)) return { step: "behind" };
  if (valuesEqual(shown, value)) return { step: "holds" };
  if (!isWritten(directionOf(side, field))) {
    return holds(side, field, value, shown) ? { step: "holds" } : { step: "behind" };
  }
  const projected = side.project(field, value);
  if (!projected.ok) {
    const { reason, message } = projected;
    return { step: "issue", issue: { sideId: side.sideId, field, reason, message } };
  }
  if (valuesEqual(projected.value, shown)) return { step: "holds" };
  return { step: "write", write: { field, before: shown, after: value } };
}

/** Cells as the side shows them now, without those that could not be read: what a delete expects to find. */
export function shownCells(view: SideView): Cells {
  const cells: Record<string, Value> = {};
  for (const id of view.side.mapped) {
    const shown = shownCell(view, id);
    if (shown !== undefined) cells[id] = shown;
  }
  return cells;
}
