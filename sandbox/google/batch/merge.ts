import { withValue } from "../cell-value";
import { invalidArgument } from "../errors";
import { assertUnprotected, type Book, cellAt, editRow, type GridRange, setCell, type Tab } from "../grid";
import { contains, intersects, type Rect } from "../rect";
import { rangeOf } from "./cells";
import type { Apply } from "./context";

/** Merges; only the first value of each merge survives, at its top left. Existing merges inside are replaced. */
export const mergeCells: Apply<{
  readonly range?: GridRange;
  readonly mergeType?: "MERGE_ALL" | "MERGE_COLUMNS" | "MERGE_ROWS";
}> = ({ book, actor }, request) => {
  const { tab, rect } = rangeOf(book, request.range);
  assertUnprotected(book, tab, rect, actor);
  if (tab.merges.some((merge) => intersects(merge, rect) && !contains(rect, merge)))
    throw invalidArgument("You must select all cells in a merged range to merge or unmerge them.");
  tab.merges = tab.merges.filter((merge) => !intersects(merge, rect));
  for (const one of parts(rect, request.mergeType ?? "MERGE_ALL")) {
    if ((one.endRow - one.startRow) * (one.endColumn - one.startColumn) === 1) continue;
    keepFirst(book, tab, one);
    tab.merges.push(one);
  }
  return undefined;
};

export const unmergeCells: Apply<{ readonly range?: GridRange }> = ({ book, actor }, request) => {
  const { tab, rect } = rangeOf(book, request.range);
  assertUnprotected(book, tab, rect, actor);
  if (tab.merges.some((merge) => intersects(merge, rect) && !contains(rect, merge)))
    throw invalidArgument("You must select all cells in a merged range to merge or unmerge them.");
  tab.merges = tab.merges.filter((merge) => !intersects(merge, rect));
  return undefined;
};

function parts(rect: Rect, type: "MERGE_ALL" | "MERGE_COLUMNS" | "MERGE_ROWS"): Rect[] {
  if (type === "MERGE_ALL") return [rect];
  if (type === "MERGE_COLUMNS")
    return Array.from({ length: rect.endColumn - rect.startColumn }, (_, step) => ({
      ...rect,
      startColumn: rect.startColumn + step,
      endColumn: rect.startColumn + step + 1,
    }));
  return Array.from({ length: rect.endRow - rect.startRow }, (_, step) => ({
    ...rect,
    startRow: rect.startRow + step,
    endRow: rect.startRow + step + 1,
  }));
}

function keepFirst(book: Book, tab: Tab, rect: Rect): void {
  let first: { row: number; column: number } | undefined;
  for (let row = rect.startRow; row < rect.endRow && first === undefined; row++)
    for (let column = rect.startColumn; column < rect.endColumn; column++)
      if (cellAt(tab, row, column)?.userEnteredValue !== undefined) {
        first = { row, column };
        break;
      }
  if (first === undefined) return;
  const kept = cellAt(tab, first.row, first.column);
  for (let row = rect.startRow; row < Math.min(rect.endRow, tab.rows.length); row++)
    editRow(book, tab, row, (cells) => {
      for (let column = rect.startColumn; column < Math.min(rect.endColumn, cells.length); column++)
        cells[column] = withValue(cells[column], undefined);
    });
  setCell(book, tab, { row: rect.startRow, column: rect.startColumn }, kept);
}
