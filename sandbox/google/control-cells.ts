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
  const renderer = new Renderer(book, new Calculator(book), {
    value: "FORMATTED_VALUE",
    date: "SERIAL_NUMBER",
  });
  const from = input.integer("offset", 0);
  const shown = tab.rows.slice(from, from + input.integer("limit", 1000));
  return {
    title: tab.title,
    sheetId: tab.sheetId,
    rowCount: tab.rowCount,
    columnCount: tab.columnCount,
    total: tab.rows.length,
    rows: shown.map((row, step) =>
      (row?.cells ?? []).map((_, column) => String(renderer.at(tab, from + step, column))),
    ),
  };
};

/** {row, column, value}: zero-based; as typed. */
const editCell: Command = (world, input) =>
  onTab(world, input, (book, tab) => {
    const at = { row: input.integer("row"), column: input.integer("column") };
    if (at.row < 0 || at.column < 0 || at.row >= tab.rowCount || at.column >= tab.columnCount)
      throw new Error("row or column is outside the grid");
    setCell(book, tab, at, typed(book, tab, at, input.raw.value ?? ""));
  });

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
  "append-row": appendRow,
  "delete-rows": deleteRows,
  "clear-tab": clearTab,
};
