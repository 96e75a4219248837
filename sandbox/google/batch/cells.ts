import { type Cell, orNothing, withValue } from "../cell-value";
import { gridLimits, invalidArgument } from "../errors";
import { assignMasked, type FieldMask, parseMask } from "../field-mask";
import {
  assertUnprotected,
  type Book,
  editRow,
  type GridRange,
  rangeText,
  rectOf,
  type Tab,
  tabById,
} from "../grid";
import { isCovered } from "../merges";
import type { Rect } from "../rect";
import { assertValue } from "../values";

export interface RowData {
  readonly values?: readonly Cell[];
}

export interface GridCoordinate {
  readonly sheetId?: number;
  readonly rowIndex?: number;
  readonly columnIndex?: number;
}

const WRITABLE = new Set([
  "userEnteredValue",
  "userEnteredFormat",
  "note",
  "dataValidation",
  "textFormatRuns",
  "chipRuns",
  "pivotTable",
]);
const READ_ONLY = new Set([
  "effectiveValue",
  "effectiveFormat",
  "formattedValue",
  "hyperlink",
  "dataSourceFormula",
]);

/** The mask of a cell write; its root is `CellData`. 400 when missing, unknown or read-only. */
export function cellMask(fields: string | undefined): FieldMask {
  if (!fields)
    throw invalidArgument("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)");
  const mask = parseMask(fields, "fields");
  for (const name of mask.names) {
    if (READ_ONLY.has(name)) throw invalidArgument(`Field '${name}' is read-only.`);
    if (!WRITABLE.has(name)) throw invalidArgument(`Invalid field: ${name}`);
  }
  return mask;
}

/** A cell after a masked write. Read-only fields of the input are dropped. */
export function maskedCell(before: Cell | undefined, input: Cell, mask: FieldMask): Cell | undefined {
  assertValue(input.userEnteredValue);
  const writable = Object.fromEntries(Object.entries(input).filter(([name]) => WRITABLE.has(name)));
  const { pinnedError, ...rest } = assignMasked({ ...before }, writable, mask) as Cell;
  const kept = rest.userEnteredValue === before?.userEnteredValue && pinnedError !== undefined;
  const next: Cell = kept ? { ...rest, pinnedError } : rest;
  const value = next.userEnteredValue;
  return value !== undefined && Object.keys(value).length === 0
    ? withValue(next, undefined)
    : orNothing(next);
}

export interface CellWrite {
  readonly book: Book;
  readonly tab: Tab;
  readonly mask: FieldMask;
  readonly actor: string;
}

/** Writes rows of cells from a corner; 400 when they leave the grid or touch a protected range. */
export function writeRows(
  write: CellWrite,
  at: { row: number; column: number },
  rows: readonly RowData[],
): void {
  const { book, tab, mask } = write;
  const width = rows.reduce((most, row) => Math.max(most, row.values?.length ?? 0), 0);
  const rect: Rect = {
    startRow: at.row,
    endRow: at.row + rows.length,
    startColumn: at.column,
    endColumn: at.column + width,
  };
  if (rect.endRow > tab.rowCount || rect.endColumn > tab.columnCount)
    throw gridLimits(rangeText(tab, rect), tab.rowCount, tab.columnCount);
  assertUnprotected(book, tab, rect, write.actor);
  for (const [step, row] of rows.entries())
    editRow(book, tab, at.row + step, (cells) => {
      for (const [index, input] of (row.values ?? []).entries()) {
        const column = at.column + index;
        while (cells.length <= column) cells.push(undefined);
        if (!isCovered(tab, at.row + step, column)) cells[column] = maskedCell(cells[column], input, mask);
      }
    });
}

/** Writes one cell's content over a whole rectangle. */
export function fillRect(write: CellWrite, rect: Rect, cellFor: (row: number, column: number) => Cell): void {
  const { book, tab, mask } = write;
  assertUnprotected(book, tab, rect, write.actor);
  for (let row = rect.startRow; row < rect.endRow; row++)
    editRow(book, tab, row, (cells) => {
      for (let column = rect.startColumn; column < rect.endColumn; column++) {
        while (cells.length <= column) cells.push(undefined);
        if (!isCovered(tab, row, column))
          cells[column] = maskedCell(cells[column], cellFor(row, column), mask);
      }
    });
}

/** The tab and rectangle of a required `GridRange`. */
export function rangeOf(book: Book, range: GridRange | undefined): { tab: Tab; rect: Rect } {
  if (range === undefined) throw invalidArgument("range must be specified.");
  const tab = tabById(book, range.sheetId ?? 0);
  return { tab, rect: rectOf(tab, range) };
}
