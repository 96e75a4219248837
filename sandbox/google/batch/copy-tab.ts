import type { Book, Tab } from "../grid";

/**
 * A tab's copy for a book: cells, merges and protections. Developer metadata stays behind, since its ids are unique;
 * names of ranges and tables too, since nothing tells what they should be called.
 */
export function copyTab(book: Book, source: Tab, as: { sheetId: number; title: string }): Tab {
  const taken = book.tabs.flatMap((tab) => tab.protectedRanges.map((one) => one.protectedRangeId));
  const first = Math.max(0, ...taken) + 1;
  return {
    ...source,
    ...as,
    rows: source.rows.map((row) =>
      row === undefined ? undefined : { id: book.nextRowId++, cells: row.cells },
    ),
    columns: source.columns.map((column) =>
      column?.properties === undefined ? undefined : { properties: column.properties },
    ),
    merges: source.merges.slice(),
    protectedRanges: source.protectedRanges.map((one, index) => ({
      ...one,
      protectedRangeId: first + index,
    })),
    namedRanges: [],
    tables: [],
    metadata: [],
  };
}
