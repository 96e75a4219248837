import type { Input } from "./control-input";
import { byRequests, type Command, onTab } from "./control-tab";
import { cellAt, setCell, type Tab } from "./grid";
import { enteredCell } from "./values";

const rowRange = (tab: Tab, start: number, end = start + 1) => ({
  sheetId: tab.sheetId,
  dimension: "ROWS",
  startIndex: start,
  endIndex: end,
});

const columnRange = (tab: Tab, start: number, end = start + 1) => ({
  ...rowRange(tab, start, end),
  dimension: "COLUMNS",
});

const cellsRange = (tab: Tab, rows: readonly [number, number], columns?: readonly [number, number]) => ({
  sheetId: tab.sheetId,
  startRowIndex: rows[0],
  endRowIndex: rows[1],
  ...(columns === undefined ? {} : { startColumnIndex: columns[0], endColumnIndex: columns[1] }),
});

/** {row, count?}: empty rows before the one at `row`. */
const insertRow: Command = (world, input) =>
  byRequests(world, input, (tab) => {
    const row = input.integer("row");
    return [{ insertDimension: { range: rowRange(tab, row, row + input.integer("count", 1)) } }];
  });

/** {column, count?, header?} */
const insertColumn: Command = (world, input) => {
  const column = input.integer("column");
  byRequests(world, input, (tab) => [
    { insertDimension: { range: columnRange(tab, column, column + input.integer("count", 1)) } },
  ]);
  if (input.raw.header !== undefined) typeHeader(world, input, input.text("header"));
};

const typeHeader = (world: Parameters<Command>[0], input: Input, value: string): void =>
  onTab(world, input, (book, tab) => {
    const at = { row: 0, column: input.integer("column") };
    const before = cellAt(tab, at.row, at.column);
    setCell(book, tab, at, enteredCell(book, before, { value, input: "USER_ENTERED", at: "value" }));
  });

/** {column, to}: dragged so that it stands before the column now at `to`. */
const moveColumn: Command = (world, input) =>
  byRequests(world, input, (tab) => [
    {
      moveDimension: {
        source: columnRange(tab, input.integer("column")),
        destinationIndex: input.integer("to"),
      },
    },
  ]);

/** {row, to, count?}: dragged so that they stand before the row now at `to`. */
const moveRow: Command = (world, input) =>
  byRequests(world, input, (tab) => {
    const row = input.integer("row");
    const source = rowRange(tab, row, row + input.integer("count", 1));
    return [{ moveDimension: { source, destinationIndex: input.integer("to") } }];
  });

const deleteColumn: Command = (world, input) =>
  byRequests(world, input, (tab) => [
    { deleteDimension: { range: columnRange(tab, input.integer("column")) } },
  ]);

/**
 * {column, descending?, startColumn?, endColumn?, startRow?, endRow?, headerRows?}: all below the header, or the part
 * that is selected. Part of the columns tears rows apart.
 */
const sort: Command = (world, input) =>
  byRequests(world, input, (tab) => {
    const header = input.integer("startRow", input.integer("headerRows", 1));
    const last = input.integer("endRow", Math.max(tab.rows.length, header + 1));
    const columns = [input.integer("startColumn", 0), input.integer("endColumn", tab.columnCount)] as const;
    return [
      {
        sortRange: {
          range: cellsRange(tab, [header, last], columns),
          sortSpecs: [
            {
              dimensionIndex: input.integer("column"),
              sortOrder: input.flag("descending") ? "DESCENDING" : "ASCENDING",
            },
          ],
        },
      },
    ];
  });

export const LINE_COMMANDS: Readonly<Record<string, Command>> = {
  "insert-row": insertRow,
  "insert-column": insertColumn,
  "move-column": moveColumn,
  "move-row": moveRow,
  "delete-column": deleteColumn,
  sort,
  "rename-header": (world, input) => typeHeader(world, input, input.text("name")),
};
