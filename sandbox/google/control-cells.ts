import { ERROR_TYPES, errorText } from "./cell-value";
import type { Input } from "./control-input";
import { byRequests, type Command, onTab, tabOf } from "./control-tab";
import { Calculator } from "./formula";
import { type Book, cellAt, setCell, type Tab, whole } from "./grid";
import { Renderer } from "./render";
import { clearRect, enteredCell, placeLines } from "./values";

/** {limit?, offset?} -> the texts a page shows, and how many rows there are. */
const rows: Command = (world, input) => {
  const book = world.library.get(input.text("spreadsheetId"));
  if (book === undefined) throw new Error("spreadsheetId: no such spreadsheet");
  const tab = tabOf(book, input);
  const calculator = new Calculator(book);
  const renderer = new Renderer(book, calculator, {
    value: "FORMATTED_VALUE",
    date: "SERIAL_NUMBER",
  });
  const from = input.integer("offset", 0);
  const height = calculator.height(tab);
  const last = Math.min(height, from + input.integer("limit", 1000));
  return {
    title: tab.title,
    sheetId: tab.sheetId,
    rowCount: tab.rowCount,
    columnCount: tab.columnCount,
    total: height,
    rows: Array.from({ length: Math.max(0, last - from) }, (_, step) =>
      Array.from({ length: calculator.width(tab, from + step) }, (__, column) =>
        String(renderer.at(tab, from + step, column)),
      ),
    ),
  };
};

/** {row, column, value}: zero-based; as typed. */
const editCell: Command = (world, input) =>
  onTab(world, input, (book, tab) => {
    const at = cellOf(tab, input);
    setCell(book, tab, at, typed(book, tab, at, input.raw.value ?? ""));
  });

/**
 * {row, column, type, message?}: the cell shows an error, or LOADING, until somebody writes to it. An empty cell gets
 * a formula that may do so on the live service.
 */
const setError: Command = (world, input) =>
  onTab(world, input, (book, tab) => {
    const type = ERROR_TYPES.find((one) => one === input.text("type"));
    if (type === undefined) throw new Error(`type: one of ${ERROR_TYPES.join(", ")}`);
    const at = cellOf(tab, input);
    const before = cellAt(tab, at.row, at.column);
    const formula = { formulaValue: '=IMPORTRANGE("elsewhere","A1")' };
    const pinnedError = { type, message: input.text("message", errorText(type)) };
    setCell(book, tab, at, { ...(before ?? { userEnteredValue: formula }), pinnedError });
  });

function cellOf(tab: Tab, input: Input): { row: number; column: number } {
  const at = { row: input.integer("row"), column: input.integer("column") };
  if (at.row < 0 || at.column < 0 || at.row >= tab.rowCount || at.column >= tab.columnCount)
    throw new Error("row or column is outside the grid");
  return at;
}

const typed = (book: Book, tab: Tab, at: { row: number; column: number }, value: unknown) =>
  enteredCell(book, cellAt(tab, at.row, at.column), { value, input: "USER_ENTERED", at: "value" });

const hasValue = (tab: Tab, row: number): boolean =>
  tab.rows[row]?.cells.some((cell) => cell?.userEnteredValue !== undefined) ?? false;

/** {values}: typed below the last row with content. -> {row} */
const appendRow: Command = (world, input) =>
  onTab(world, input, (book, tab) => {
    let row = tab.rows.length;
    while (row > 0 && !hasValue(tab, row - 1)) row--;
    if (row >= tab.rowCount) tab.rowCount = row + 1;
    const values = input.list("values");
    const rect = { startRow: row, endRow: row + 1, startColumn: 0, endColumn: values.length };
    placeLines(book, tab, rect, { lines: [values], input: "USER_ENTERED" });
    return { row };
  });

/** {rows: [index]} or {startRow, count?}: whole rows, highest first. */
const deleteRows: Command = (world, input) =>
  byRequests(world, input, (tab) => {
    const count = input.integer("count", 1);
    const indexes =
      input.optional("rows", (name) => input.list(name).map(Number)) ??
      Array.from({ length: count }, (_, step) => input.integer("startRow") + step);
    return [...new Set(indexes)]
      .sort((a, b) => b - a)
      .map((row) => ({
        deleteDimension: {
          range: { sheetId: tab.sheetId, dimension: "ROWS", startIndex: row, endIndex: row + 1 },
        },
      }));
  });

const clearTab: Command = (world, input) =>
  onTab(world, input, (book, tab) => clearRect(book, tab, whole(tab)));

export const CELL_COMMANDS: Readonly<Record<string, Command>> = {
  rows,
  "edit-cell": editCell,
  "set-error": setError,
  "append-row": appendRow,
  "delete-rows": deleteRows,
  "clear-tab": clearTab,
};
