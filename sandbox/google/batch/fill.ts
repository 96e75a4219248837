import type { Cell, JsonObject } from "../cell-value";
import { invalidArgument } from "../errors";
import { parseMask } from "../field-mask";
import { assertSize, type GridRange, tabById } from "../grid";
import { appendToTable } from "./append-to-table";
import { cellMask, fillRect, type RowData, rangeOf, writeRows } from "./cells";
import type { Apply } from "./context";

/** Adds rows after the last row with data, of the tab or of a table; the grid grows as needed. */
export const appendCells: Apply<{
  readonly sheetId?: number;
  readonly rows?: readonly RowData[];
  readonly fields?: string;
  readonly tableId?: string;
}> = ({ book, actor }, request) => {
  const mask = cellMask(request.fields);
  if (request.tableId !== undefined) {
    appendToTable({ book, mask, actor }, request.tableId, request.rows ?? []);
    return undefined;
  }
  const tab = tabById(book, request.sheetId ?? 0);
  const rows = request.rows ?? [];
  let row = tab.rows.length;
  while (row > 0 && (tab.rows[row - 1]?.cells.length ?? 0) === 0) row--;
  const width = rows.reduce((most, one) => Math.max(most, one.values?.length ?? 0), 0);
  tab.rowCount = Math.max(tab.rowCount, row + rows.length);
  tab.columnCount = Math.max(tab.columnCount, width);
  assertSize(book);
  writeRows({ book, tab, mask, actor }, { row, column: 0 }, rows);
  return undefined;
};

export const repeatCell: Apply<{
  readonly range?: GridRange;
  readonly cell?: Cell;
  readonly fields?: string;
}> = ({ book, actor }, request) => {
  const { tab, rect } = rangeOf(book, request.range);
  const mask = cellMask(request.fields?.replace(/(^|,)\s*cell\./g, "$1"));
  const cell = request.cell ?? {};
  fillRect({ book, tab, mask, actor }, rect, () => cell);
  return undefined;
};

/** Sets or, without a rule, clears validation. Existing values stay, valid or not. */
export const setDataValidation: Apply<{ readonly range?: GridRange; readonly rule?: JsonObject }> = (
  { book, actor },
  request,
) => {
  const { tab, rect } = rangeOf(book, request.range);
  const { rule } = request;
  if (rule !== undefined && rule.condition === undefined)
    throw invalidArgument("rule.condition must be set.");
  const cell: Cell = rule === undefined ? {} : { dataValidation: rule };
  fillRect({ book, tab, mask: parseMask("dataValidation", "fields"), actor }, rect, () => cell);
  return undefined;
};
