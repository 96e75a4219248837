import { invalidArgument } from "../errors";
import { assertSize, assertUnprotected, type Book, editRow, type GridRange, type Tab } from "../grid";
import type { Dimension } from "../lines";
import type { Rect } from "../rect";
import { rangeOf } from "./cells";
import type { Apply } from "./context";

interface ShiftRequest {
  readonly range?: GridRange;
  readonly shiftDimension?: Dimension;
}

/** Deletes cells; those beyond move up or left, in this range's columns or rows only. Metadata stays. */
export const deleteRange: Apply<ShiftRequest> = ({ book, actor }, request) => {
  const { tab, rect, dimension } = shiftOf(book, request);
  assertUnprotected(book, tab, toEdge(tab, rect, dimension), actor);
  if (dimension === "COLUMNS") {
    for (let row = rect.startRow; row < Math.min(rect.endRow, tab.rows.length); row++)
      editRow(book, tab, row, (cells) => cells.splice(rect.startColumn, rect.endColumn - rect.startColumn));
    return undefined;
  }
  const height = rect.endRow - rect.startRow;
  for (let row = rect.startRow; row < tab.rows.length; row++)
    copyPart(book, tab, rect, { from: row + height, to: row });
  return undefined;
};

/** Inserts empty cells; those there move down or right. What has content at the edge makes the grid grow. */
export const insertRange: Apply<ShiftRequest> = ({ book, actor }, request) => {
  const { tab, rect, dimension } = shiftOf(book, request);
  assertUnprotected(book, tab, toEdge(tab, rect, dimension), actor);
  if (dimension === "COLUMNS") {
    const width = rect.endColumn - rect.startColumn;
    for (let row = rect.startRow; row < Math.min(rect.endRow, tab.rows.length); row++)
      editRow(book, tab, row, (cells) => {
        if (cells.length > rect.startColumn)
          cells.splice(rect.startColumn, 0, ...Array.from({ length: width }, () => undefined));
        tab.columnCount = Math.max(tab.columnCount, cells.length);
      });
  } else {
    const height = rect.endRow - rect.startRow;
    const last = lastFilledRow(tab, rect);
    tab.rowCount = Math.max(tab.rowCount, last + 1 + height);
    for (let row = last + height; row >= rect.startRow; row--)
      copyPart(book, tab, rect, { from: row - height < rect.startRow ? -1 : row - height, to: row });
  }
  assertSize(book);
  return undefined;
};

function shiftOf(book: Book, request: ShiftRequest): { tab: Tab; rect: Rect; dimension: Dimension } {
  if (request.shiftDimension === undefined) throw invalidArgument("shiftDimension must be specified.");
  return { ...rangeOf(book, request.range), dimension: request.shiftDimension };
}

const toEdge = (tab: Tab, rect: Rect, dimension: Dimension): Rect =>
  dimension === "ROWS" ? { ...rect, endRow: tab.rowCount } : { ...rect, endColumn: tab.columnCount };

function lastFilledRow(tab: Tab, rect: Rect): number {
  for (let row = tab.rows.length - 1; row >= rect.startRow; row--)
    if (tab.rows[row]?.cells.slice(rect.startColumn, rect.endColumn).some((cell) => cell !== undefined))
      return row;
  return rect.startRow - 1;
}

/** Copies one row's cells within the range's columns onto another row; -1 stands for an empty row. */
function copyPart(book: Book, tab: Tab, rect: Rect, rows: { from: number; to: number }): void {
  const source = tab.rows[rows.from]?.cells ?? [];
  editRow(book, tab, rows.to, (cells) => {
    for (let column = rect.startColumn; column < rect.endColumn; column++) {
      while (cells.length <= column) cells.push(undefined);
      cells[column] = source[column];
    }
  });
}
