import { type Cell, type ExtendedValue, orNothing, withValue } from "../cell-value";
import { gridLimits, invalidArgument } from "../errors";
import { Calculator } from "../formula";
import { followCutCells, movedBy, offsetFormula } from "../formula-move";
import {
  assertUnprotected,
  type Book,
  cellAt,
  editRow,
  type GridRange,
  rangeText,
  setCell,
  type Tab,
  tabById,
} from "../grid";
import { localeRules } from "../locale";
import { contains, type Rect } from "../rect";
import { type GridCoordinate, rangeOf } from "./cells";
import type { Apply } from "./context";

type PasteType =
  | "PASTE_NORMAL"
  | "PASTE_VALUES"
  | "PASTE_FORMAT"
  | "PASTE_NO_BORDERS"
  | "PASTE_FORMULA"
  | "PASTE_DATA_VALIDATION"
  | "PASTE_CONDITIONAL_FORMATTING";

interface Copied {
  readonly cell: Cell | undefined;
  readonly effective: ExtendedValue | undefined;
}

/** Copies a range over another; a destination that is a multiple of the source is filled by repeating it. */
export const copyPaste: Apply<{
  readonly source?: GridRange;
  readonly destination?: GridRange;
  readonly pasteType?: PasteType;
  readonly pasteOrientation?: "NORMAL" | "TRANSPOSE";
}> = ({ book, actor }, request) => {
  const turned = request.pasteOrientation === "TRANSPOSE";
  const source = rangeOf(book, request.source);
  const wanted = rangeOf(book, request.destination);
  const [height = 0, width = 0] = turned ? sizeOf(source.rect).reverse() : sizeOf(source.rect);
  const [wantedHeight, wantedWidth] = sizeOf(wanted.rect);
  const target = spread(wanted.tab, wanted.rect, {
    rows: wantedHeight % height === 0 ? wantedHeight : height,
    columns: wantedWidth % width === 0 ? wantedWidth : width,
  });
  assertUnprotected(book, wanted.tab, target, actor);
  const copied = copy(book, source.tab, source.rect);
  const type = request.pasteType ?? "PASTE_NORMAL";
  for (let row = target.startRow; row < target.endRow; row++)
    editRow(book, wanted.tab, row, (cells) => {
      for (let column = target.startColumn; column < target.endColumn; column++) {
        while (cells.length <= column) cells.push(undefined);
        const [down, across] = [(row - target.startRow) % height, (column - target.startColumn) % width];
        const from = turned ? { row: across, column: down } : { row: down, column: across };
        const by = {
          rows: row - source.rect.startRow - from.row,
          columns: column - source.rect.startColumn - from.column,
        };
        const one = copied[from.row]?.[from.column] ?? { cell: undefined, effective: undefined };
        cells[column] = pasted(book, cells[column], one, { type, by });
      }
    });
  return undefined;
};

/** Moves a range's cells, and with them every reference and name that lies in it; the source is left empty. */
export const cutPaste: Apply<{
  readonly source?: GridRange;
  readonly destination?: GridCoordinate;
  readonly pasteType?: PasteType;
}> = ({ book, actor }, request) => {
  const { tab, rect } = rangeOf(book, request.source);
  if (request.destination === undefined) throw invalidArgument("destination must be specified.");
  const target = tabById(book, request.destination.sheetId ?? 0);
  const [rows, columns] = sizeOf(rect);
  const corner = {
    startRow: request.destination.rowIndex ?? 0,
    startColumn: request.destination.columnIndex ?? 0,
    endRow: 0,
    endColumn: 0,
  };
  const to = spread(target, corner, { rows, columns });
  assertUnprotected(book, tab, rect, actor);
  assertUnprotected(book, target, to, actor);
  const before = copy(book, tab, rect);
  followCutCells(book, { from: { tab, rect }, to: { ...to, tab: target } });
  const copied = copy(book, tab, rect);
  moveNames(tab, rect, { tab: target, rect: to });
  for (let row = rect.startRow; row < Math.min(rect.endRow, tab.rows.length); row++)
    editRow(book, tab, row, (cells) => cells.fill(undefined, rect.startColumn, rect.endColumn));
  const type = request.pasteType ?? "PASTE_NORMAL";
  for (const [step, line] of copied.entries())
    for (const [index, one] of line.entries()) {
      const at = { row: to.startRow + step, column: to.startColumn + index };
      const by = { rows: 0, columns: 0 };
      // What the cells showed is what they showed before references followed them.
      const whole = { cell: one.cell, effective: before[step]?.[index]?.effective };
      setCell(book, target, at, pasted(book, cellAt(target, at.row, at.column), whole, { type, by }));
    }
  return undefined;
};

/** Named ranges that lie in cut cells go with them. */
function moveNames(tab: Tab, rect: Rect, to: { tab: Tab; rect: Rect }): void {
  const by = {
    rows: to.rect.startRow - rect.startRow,
    columns: to.rect.startColumn - rect.startColumn,
  };
  const inside = tab.namedRanges.filter((one) => contains(rect, one.rect));
  tab.namedRanges = tab.namedRanges.filter((one) => !inside.includes(one));
  to.tab.namedRanges.push(...inside.map((one) => ({ ...one, rect: movedBy(one.rect, by) })));
}

const sizeOf = (rect: Rect): [number, number] => [
  rect.endRow - rect.startRow,
  rect.endColumn - rect.startColumn,
];

function spread(tab: Tab, corner: Rect, size: { rows: number; columns: number }): Rect {
  const rect = {
    startRow: corner.startRow,
    startColumn: corner.startColumn,
    endRow: corner.startRow + size.rows,
    endColumn: corner.startColumn + size.columns,
  };
  if (
    rect.startRow < 0 ||
    rect.startColumn < 0 ||
    rect.endRow > tab.rowCount ||
    rect.endColumn > tab.columnCount
  )
    throw gridLimits(rangeText(tab, rect), tab.rowCount, tab.columnCount);
  return rect;
}

function copy(book: Book, tab: Tab, rect: Rect): Copied[][] {
  const calculator = new Calculator(book);
  return Array.from({ length: rect.endRow - rect.startRow }, (_, step) =>
    Array.from({ length: rect.endColumn - rect.startColumn }, (__, index) => {
      const at = [rect.startRow + step, rect.startColumn + index] as const;
      return { cell: cellAt(tab, ...at), effective: calculator.effective(tab, ...at) };
    }),
  );
}

interface PasteHow {
  readonly type: PasteType;
  readonly by: { readonly rows: number; readonly columns: number };
}

function pasted(
  book: Book,
  before: Cell | undefined,
  copied: Copied,
  { type, by }: PasteHow,
): Cell | undefined {
  const moved = offsetFormula(copied.cell, localeRules(book.locale).decimal, by);
  switch (type) {
    case "PASTE_NORMAL":
    case "PASTE_NO_BORDERS":
      return moved;
    case "PASTE_VALUES":
      // A cell cannot hold an error as an entered value, so errors paste as nothing.
      return withValue(before, copied.effective?.errorValue === undefined ? copied.effective : undefined);
    case "PASTE_FORMULA":
      return withValue(before, moved?.userEnteredValue);
    case "PASTE_FORMAT": {
      const { userEnteredFormat: _, dataValidation: __, ...rest } = before ?? {};
      const { userEnteredFormat, dataValidation } = moved ?? {};
      return orNothing({
        ...rest,
        ...(userEnteredFormat === undefined ? {} : { userEnteredFormat }),
        ...(dataValidation === undefined ? {} : { dataValidation }),
      });
    }
    case "PASTE_DATA_VALIDATION": {
      const { dataValidation: _, ...rest } = before ?? {};
      return orNothing({
        ...rest,
        ...(moved?.dataValidation === undefined ? {} : { dataValidation: moved.dataValidation }),
      });
    }
    case "PASTE_CONDITIONAL_FORMATTING":
      return before;
  }
}
