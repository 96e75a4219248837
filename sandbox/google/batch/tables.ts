import { randomBytes } from "node:crypto";
import type { JsonObject } from "../cell-value";
import { invalidArgument } from "../errors";
import { assignMasked, parseMask } from "../field-mask";
import { assertUnprotected, type Book, cellAt, type GridRange, setCell, type Tab } from "../grid";
import { intersects, type Rect } from "../rect";
import { tableView } from "../spreadsheet-view";
import { named, type Table, type TableColumn } from "../table";
import { clearRect } from "../values";
import { rangeOf } from "./cells";
import type { Apply } from "./context";

interface TableInput {
  readonly tableId?: string;
  readonly name?: string;
  readonly range?: GridRange;
  readonly rowsProperties?: JsonObject;
  readonly columnProperties?: readonly (Partial<TableColumn> & { readonly columnIndex?: number })[];
}

/** The table with this id, and its tab. 400 when there is none. */
export function tableById(book: Book, tableId: string | undefined): { tab: Tab; table: Table } {
  for (const tab of book.tabs) {
    const table = tab.tables.find((one) => one.tableId === tableId);
    if (table !== undefined) return { tab, table };
  }
  throw invalidArgument(`No table with id: ${tableId}`);
}

/** The table that a request describes. 400 when its name is taken or it lies over another table or a merge. */
function tableOf(book: Book, input: TableInput, tableId: string): { tab: Tab; table: Table } {
  const { tab, rect } = rangeOf(book, input.range);
  const others = book.tabs.flatMap((one) => one.tables).filter((one) => one.tableId !== tableId);
  const fresh = others.length + 1;
  const name = input.name ?? `Table${fresh}`;
  if (others.some((one) => one.name.toLowerCase() === name.toLowerCase()))
    throw invalidArgument(`A table with the name "${name}" already exists.`);
  const covers = (other: Table): boolean => other.tableId !== tableId && intersects(other.rect, rect);
  if (tab.tables.some(covers)) throw invalidArgument("Tables must not overlap.");
  if (tab.merges.some((merge) => intersects(merge, rect)))
    throw invalidArgument("A table must not contain merged cells.");
  const columns: (TableColumn | undefined)[] = Array.from(
    { length: rect.endColumn - rect.startColumn },
    (_, index) => headerAt(tab, rect, index),
  );
  for (const [place, { columnIndex = place, ...column }] of (input.columnProperties ?? []).entries()) {
    if (columnIndex < 0 || columnIndex >= columns.length)
      throw invalidArgument(`columnProperties.columnIndex[${columnIndex}] is outside the table.`);
    const columnName = column.columnName ?? columns[columnIndex]?.columnName;
    columns[columnIndex] = { ...column, columnName: columnName ?? `Column ${columnIndex + 1}` };
  }
  const { rowsProperties } = input;
  const table = { tableId, name, rect, columns: named(columns) };
  return { tab, table: rowsProperties === undefined ? table : { ...table, rowsProperties } };
}

function headerAt(tab: Tab, rect: Rect, index: number): TableColumn | undefined {
  const columnName = cellAt(tab, rect.startRow, rect.startColumn + index)?.userEnteredValue?.stringValue;
  return columnName === undefined ? undefined : { columnName };
}

/** A table's first row shows its column names. */
function writeHeader(book: Book, tab: Tab, { rect, columns }: Table): void {
  for (const [index, { columnName }] of columns.entries()) {
    const at = { row: rect.startRow, column: rect.startColumn + index };
    const before = cellAt(tab, at.row, at.column);
    setCell(book, tab, at, { ...before, userEnteredValue: { stringValue: columnName } });
  }
}

export const addTable: Apply<{ readonly table?: TableInput }> = ({ book, actor }, request) => {
  const input = request.table ?? {};
  const id = input.tableId ?? randomBytes(8).toString("hex");
  if (book.tabs.some((tab) => tab.tables.some((one) => one.tableId === id)))
    throw invalidArgument(`A table with the id ${id} already exists.`);
  const { tab, table } = tableOf(book, input, id);
  assertUnprotected(book, tab, table.rect, actor);
  tab.tables.push(table);
  writeHeader(book, tab, table);
  return { table: tableView(tab, table) };
};

export const updateTable: Apply<{ readonly table?: TableInput; readonly fields?: string }> = (
  { book, actor },
  request,
) => {
  if (!request.fields) throw invalidArgument("At least one field must be listed in 'fields'.");
  const { tab, table } = tableById(book, request.table?.tableId);
  const mask = parseMask(request.fields, "fields");
  const next = assignMasked(tableView(tab, table), { ...request.table }, mask) as TableInput;
  const moved = tableOf(book, next, table.tableId);
  assertUnprotected(book, moved.tab, moved.table.rect, actor);
  tab.tables = tab.tables.filter((one) => one !== table);
  moved.tab.tables.push(moved.table);
  writeHeader(book, moved.tab, moved.table);
  return undefined;
};

/** Takes the table away with what is in it. */
export const deleteTable: Apply<{ readonly tableId?: string }> = ({ book, actor }, request) => {
  const { tab, table } = tableById(book, request.tableId);
  assertUnprotected(book, tab, table.rect, actor);
  tab.tables = tab.tables.filter((one) => one !== table);
  clearRect(book, tab, table.rect);
  return undefined;
};
