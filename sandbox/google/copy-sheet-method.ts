import { openBook, SHEETS_WRITE } from "./access";
import { copyTab } from "./batch/copy-tab";
import { assertSize, tabById } from "./grid";
import type { Method } from "./methods";
import { sheetProperties } from "./spreadsheet-view";
import { freshSheetId } from "./world";

/** `spreadsheets.sheets.copyTo`: the copy stands last in the other spreadsheet. */
export const COPY_SHEET_METHOD: Method = {
  id: "sheets.spreadsheets.sheets.copyTo",
  verb: "POST",
  path: /^\/v4\/spreadsheets\/([^/:]+)\/sheets\/(\d+):copyTo$/,
  metering: "write",
  scopes: SHEETS_WRITE,
  query: {},
  body: "CopySheetToAnotherSpreadsheetRequest",
  run({ world, caller, path, body }) {
    const source = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
    const { destinationSpreadsheetId = "" } = body as { readonly destinationSpreadsheetId?: string };
    const target = openBook(world.library, destinationSpreadsheetId, caller, SHEETS_WRITE);
    const tab = tabById(source, Number(path[1]));
    return world.library.change(target.id, (book) => {
      let title = `Copy of ${tab.title}`;
      for (let n = 2; book.tabs.some((one) => one.title === title); n++) title = `Copy of ${tab.title} ${n}`;
      const copy = copyTab(book, tab, { sheetId: freshSheetId(book.tabs), title });
      book.tabs.push(copy);
      assertSize(book);
      return sheetProperties(book, copy);
    });
  },
};
