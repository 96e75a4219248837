import { boundedRange, parseRange, type WrittenRange } from "./a1";
import { type Cell, type ExtendedValue, withValue } from "./cell-value";
import { cellTooLong, gridLimits, invalidArgument, MAX_CELL_CHARACTERS } from "./errors";
import type { Calculator } from "./formula";
import { assertUnprotected, type Book, editRow, rangeText, type Tab } from "./grid";
import { localeRules } from "./locale";
import { isCovered } from "./merges";
import { parseEntry } from "./parse-entry";
import type { Rect } from "./rect";
import { type DateRender, Renderer, type ValueRender } from "./render";

export type Major = "ROWS" | "COLUMNS";
export type Values = (string | number | boolean)[][];

export interface ValueRange {
  readonly range: string;
  readonly majorDimension: Major;
  readonly values?: Values;
}

export interface RenderOptions {
  readonly value: ValueRender;
  readonly date: DateRender;
  readonly major: Major;
}

export type InputOption = "RAW" | "USER_ENTERED";

/** `values.get` and each part of `values.batchGet`: trailing empty cells and rows are left out. */
export function readValues(
  book: Book,
  text: string,
  options: RenderOptions,
  calculator: Calculator,
): ValueRange {
  const range = parseRange(book, text);
  return readRect(book, range.tab, boundedRange(range), { options, calculator });
}

export function readRect(
  book: Book,
  tab: Tab,
  rect: Rect,
  how: { readonly options: RenderOptions; readonly calculator: Calculator },
): ValueRange {
  const renderer = new Renderer(book, how.calculator, how.options);
  const rows: Values = [];
  const byRow = how.options.major === "ROWS";
  const [outerStart, outerEnd] = byRow ? [rect.startRow, rect.endRow] : [rect.startColumn, rect.endColumn];
  const innerStart = byRow ? rect.startColumn : rect.startRow;
  const last = Math.min(rect.endRow, how.calculator.height(tab));
  for (let outer = outerStart; outer < (byRow ? Math.min(outerEnd, last) : outerEnd); outer++) {
    const innerEnd = byRow ? Math.min(rect.endColumn, how.calculator.width(tab, outer)) : last;
    const line: Values[number] = [];
    for (let inner = innerStart; inner < innerEnd; inner++)
      line.push(byRow ? renderer.at(tab, outer, inner) : renderer.at(tab, inner, outer));
    while (line.length > 0 && line[line.length - 1] === "") line.pop();
    rows.push(line);
  }
  while (rows.length > 0 && rows[rows.length - 1]?.length === 0) rows.pop();
  return {
    range: rangeText(tab, rect),
    majorDimension: how.options.major,
    ...(rows.length > 0 ? { values: rows } : {}),
  };
}

export interface WriteValues {
  readonly range: string;
  readonly major: Major;
  readonly values: readonly unknown[];
  readonly input: InputOption;
  readonly actor: string;
}

export interface Written {
  readonly tab: Tab;
  readonly rect: Rect;
  readonly cells: number;
}

/** `values.update` on a draft. Null skips a cell, "" clears it; the answer's rectangle is what the input covers. */
export const writeValues = (book: Book, input: WriteValues): Written =>
  writeRange(book, parseRange(book, input.range), input);

/** The same for a range that was found and not written. */
export function writeRange(book: Book, range: WrittenRange, input: WriteValues): Written {
  const lines = byRows(input.values, input.major);
  const bounded = boundedRange(range);
  const height = lines.length;
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const rect: Rect = {
    startRow: range.startRow,
    startColumn: range.startColumn,
    endRow: range.startRow + height,
    endColumn: range.startColumn + width,
  };
  assertFits(range, rect, input);
  const { tab } = range;
  if (height === 0 || width === 0) return { tab, rect: bounded, cells: 0 };
  if (rect.endRow > tab.rowCount || rect.endColumn > tab.columnCount)
    throw gridLimits(rangeText(tab, rect), tab.rowCount, tab.columnCount);
  assertUnprotected(book, tab, rect, input.actor);
  return { tab, rect, cells: placeLines(book, tab, rect, { lines, input: input.input }) };
}

function assertFits(range: WrittenRange, rect: Rect, input: WriteValues): void {
  if (range.single) return;
  const bounded = boundedRange(range);
  const within = rangeText(range.tab, bounded);
  if (rect.endRow > bounded.endRow)
    throw invalidArgument(
      `Requested writing within range [${within}], but tried writing to row [${bounded.endRow + 1}]`,
    );
  if (rect.endColumn > bounded.endColumn) {
    const column = rangeText(range.tab, { ...rect, startRow: 0, endRow: 1, startColumn: bounded.endColumn });
    const name = /!([A-Z]+)/.exec(column)?.[1] ?? input.range;
    throw invalidArgument(
      `Requested writing within range [${within}], but tried writing to column [${name}]`,
    );
  }
}

/** Writes lines of input values with their top left at the rectangle's; answers how many cells were touched. */
export function placeLines(
  book: Book,
  tab: Tab,
  rect: Rect,
  how: { readonly lines: readonly (readonly unknown[])[]; readonly input: InputOption },
): number {
  let touched = 0;
  for (const [step, line] of how.lines.entries())
    editRow(book, tab, rect.startRow + step, (cells) => {
      for (const [index, value] of line.entries()) {
        if (value === null || value === undefined) continue;
        const column = rect.startColumn + index;
        if (isCovered(tab, rect.startRow + step, column)) continue;
        while (cells.length <= column) cells.push(undefined);
        cells[column] = enteredCell(book, cells[column], {
          value,
          input: how.input,
          at: `values[${step}][${index}]`,
        });
        touched++;
      }
    });
  return touched;
}

interface Input {
  readonly value: unknown;
  readonly input: InputOption;
  readonly at: string;
}

/** A cell after a value was entered: as given under RAW, as typed under USER_ENTERED (which may set a format). */
export function enteredCell(
  book: Book,
  cell: Cell | undefined,
  { value, input, at }: Input,
): Cell | undefined {
  if (typeof value === "number") return withValue(cell, { numberValue: value });
  if (typeof value === "boolean") return withValue(cell, { boolValue: value });
  if (typeof value !== "string")
    throw invalidArgument(`Invalid ${at}: ${Array.isArray(value) ? "list_value" : "struct_value"} {\n}\n`);
  if (value.length > MAX_CELL_CHARACTERS) throw cellTooLong();
  if (value === "") return withValue(cell, undefined);
  if (input === "RAW") return withValue(cell, { stringValue: value });
  const current = cell?.userEnteredFormat?.numberFormat;
  const entry = parseEntry(value, localeRules(book.locale), current);
  const next = withValue(cell, entry.value);
  // A format that is already there wins, so that typing 3 into a currency column stays currency.
  if (entry.format === undefined || current !== undefined) return next;
  return { ...next, userEnteredFormat: { ...next?.userEnteredFormat, numberFormat: entry.format } };
}

/** `values.clear`: values go, formats and notes stay. */
export function clearValues(book: Book, text: string, actor: string): { tab: Tab; rect: Rect } {
  const range = parseRange(book, text);
  const { tab } = range;
  const rect = boundedRange(range);
  clearRange(book, { tab, rect }, actor);
  return { tab, rect };
}

export function clearRange(book: Book, { tab, rect }: { tab: Tab; rect: Rect }, actor: string): void {
  assertUnprotected(book, tab, rect, actor);
  clearRect(book, tab, rect);
}

export function clearRect(book: Book, tab: Tab, rect: Rect): void {
  for (let row = rect.startRow; row < Math.min(rect.endRow, tab.rows.length); row++) {
    if (tab.rows[row] === undefined) continue;
    editRow(book, tab, row, (cells) => {
      for (let column = rect.startColumn; column < Math.min(rect.endColumn, cells.length); column++)
        cells[column] = withValue(cells[column], undefined);
    });
  }
}

/** Lines of input in row order whatever the major dimension; 400 when a line is no list. */
export function byRows(values: readonly unknown[], major: Major): readonly (readonly unknown[])[] {
  const lines = values.map((line, index) => {
    if (!Array.isArray(line)) throw invalidArgument(`Invalid values[${index}]: list expected`);
    return line as readonly unknown[];
  });
  if (major === "ROWS") return lines;
  const height = lines.reduce((most, line) => Math.max(most, line.length), 0);
  return Array.from({ length: height }, (_, row) => lines.map((line) => line[row]));
}

/** A typed value as `updateCells` accepts it; 400 for an empty union or over-long text. */
export function assertValue(value: ExtendedValue | undefined): void {
  if (value === undefined) return;
  if ((value.stringValue ?? value.formulaValue ?? "").length > MAX_CELL_CHARACTERS) throw cellTooLong();
  if (Object.keys(value).length > 1) throw invalidArgument("a cell's value must be exactly one of its kinds");
  if (value.errorValue !== undefined) throw invalidArgument("errorValue is read-only");
  if (value.formulaValue !== undefined && !value.formulaValue.startsWith("="))
    throw invalidArgument("Invalid formula: it must begin with =");
}
