import { gridLimits, invalidArgument } from "../errors";
import { type GridRange, rangeText, tabById } from "../grid";
import { cellMask, fillRect, type GridCoordinate, type RowData, rangeOf, writeRows } from "./cells";
import type { Apply } from "./context";

export interface UpdateCells {
  readonly rows?: readonly RowData[];
  readonly fields?: string;
  readonly start?: GridCoordinate;
  readonly range?: GridRange;
}

/** With `start` only the given cells change; with `range` the masked fields of uncovered cells are cleared. */
export const updateCells: Apply<UpdateCells> = ({ book, actor }, request) => {
  const mask = cellMask(request.fields);
  const rows = request.rows ?? [];
  if ((request.start === undefined) === (request.range === undefined))
    throw invalidArgument("Exactly one of 'start' and 'range' must be set.");
  if (request.start !== undefined) {
    const tab = tabById(book, request.start.sheetId ?? 0);
    const at = { row: request.start.rowIndex ?? 0, column: request.start.columnIndex ?? 0 };
    if (at.row < 0 || at.column < 0 || at.row >= tab.rowCount || at.column >= tab.columnCount) {
      const rect = { startRow: at.row, endRow: at.row + 1, startColumn: at.column, endColumn: at.column + 1 };
      throw gridLimits(rangeText(tab, rect), tab.rowCount, tab.columnCount);
    }
    writeRows({ book, tab, mask, actor }, at, rows);
    return undefined;
  }
  const { tab, rect } = rangeOf(book, request.range);
  if (rows.length > rect.endRow - rect.startRow)
    throw invalidArgument(
      `Attempting to write row: ${rect.endRow}, beyond the last requested row of: ${rect.endRow - 1}`,
    );
  if (rows.some((row) => (row.values?.length ?? 0) > rect.endColumn - rect.startColumn))
    throw invalidArgument(
      `Attempting to write column: ${rect.endColumn}, beyond the last requested column of: ${rect.endColumn - 1}`,
    );
  fillRect(
    { book, tab, mask, actor },
    rect,
    (row, column) => rows[row - rect.startRow]?.values?.[column - rect.startColumn] ?? {},
  );
  return undefined;
};
