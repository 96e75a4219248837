import type { Input } from "./control-input";
import { byRequests, type Command, onTab } from "./control-tab";
import { type Book, placeRow, type Tab } from "./grid";
import { takeMetadataId, usedMetadataIds } from "./metadata";

/**
 * {row, to, withMetadata?}: the cells of a row pasted over another row, ids and all. What programs have written on the
 * row stays behind, unless asked for: then the copy has the same keys and values under new ids.
 */
const copyPasteRow: Command = (world, input) => {
  const [row, to] = [input.integer("row"), input.integer("to")];
  byRequests(world, input, (tab) => {
    const range = (start: number) => ({
      sheetId: tab.sheetId,
      startRowIndex: start,
      endRowIndex: start + 1,
    });
    const missing = to + 1 - tab.rowCount;
    const grow =
      missing > 0 ? [{ appendDimension: { sheetId: tab.sheetId, dimension: "ROWS", length: missing } }] : [];
    return [...grow, { copyPaste: { source: range(row), destination: range(to) } }];
  });
  if (input.flag("withMetadata")) onTab(world, input, (book, tab) => copyMetadata(book, tab, row, to));
};

function copyMetadata(book: Book, tab: Tab, row: number, to: number): void {
  const used = usedMetadataIds(book);
  const copied = (tab.rows[row]?.metadata ?? []).map((entry) => ({
    ...entry,
    metadataId: takeMetadataId(used, undefined),
  }));
  const target = tab.rows[to] ?? { id: book.nextRowId++, cells: [] };
  placeRow(tab, to, { ...target, metadata: [...(target.metadata ?? []), ...copied] });
}

/** {startRow, endRow, startColumn, endColumn, toRow, toColumn, toSheetId?}: cut, and pasted from that corner on. */
const cutPaste: Command = (world, input) =>
  byRequests(world, input, (tab) => [
    {
      cutPaste: {
        source: rangeIn(tab, input),
        destination: {
          sheetId: input.integer("toSheetId", tab.sheetId),
          rowIndex: input.integer("toRow"),
          columnIndex: input.integer("toColumn"),
        },
      },
    },
  ]);

/** The half-open range of {startRow, endRow, startColumn, endColumn}. */
export const rangeIn = (tab: Tab, input: Input) => ({
  sheetId: tab.sheetId,
  startRowIndex: input.integer("startRow"),
  endRowIndex: input.integer("endRow"),
  startColumnIndex: input.integer("startColumn"),
  endColumnIndex: input.integer("endColumn"),
});

export const PASTE_COMMANDS: Readonly<Record<string, Command>> = {
  "copy-paste-row": copyPasteRow,
  "cut-paste": cutPaste,
};
