import { assertSize, cellAt, type Tab } from "../grid";
import { insertLines } from "../lines";
import type { Table } from "../table";
import { type CellWrite, type RowData, writeRows } from "./cells";
import { tableById } from "./tables";

const filled = (tab: Tab, { rect }: Table, row: number): boolean => {
  for (let column = rect.startColumn; column < rect.endColumn; column++)
    if (cellAt(tab, row, column)?.userEnteredValue !== undefined) return true;
  return false;
};

/** Writes rows below the last one with content in a table. The table grows; what stands below it makes room. */
export function appendToTable(
  { book, mask, actor }: Omit<CellWrite, "tab">,
  tableId: string,
  rows: readonly RowData[],
): void {
  const { tab, table } = tableById(book, tableId);
  let row = table.rect.endRow;
  while (row > table.rect.startRow + 1 && !filled(tab, table, row - 1)) row--;
  const missing = row + rows.length - table.rect.endRow;
  if (missing > 0) {
    const start = table.rect.endRow;
    const end = start + missing;
    const free = rows.every((_, step) => row + step < start || !filled(tab, table, row + step));
    if (!free) insertLines(book, { tab, dimension: "ROWS", start, end }, true);
    tab.rowCount = Math.max(tab.rowCount, end);
    assertSize(book);
    const grown = { ...table, rect: { ...table.rect, endRow: end } };
    tab.tables = tab.tables.map((one) => (one.tableId === tableId ? grown : one));
  }
  writeRows({ book, tab, mask, actor }, { row, column: table.rect.startColumn }, rows);
}
