import type { Input } from "./control-input";
import { type Book, editRow, newTab, type Tab } from "./grid";
import { LOCALES } from "./locale";
import { enteredCell } from "./values";
import { freshSheetId, type World } from "./world";

type Command = (world: World, input: Input) => unknown;

interface SheetInput {
  readonly title?: unknown;
  readonly rows?: unknown;
}

/** {title, sheets: [{title, rows}], owner?, locale?, timeZone?}: texts are entered as typed, numbers as numbers. */
const createSpreadsheet: Command = (world, input) => {
  const owner = input.text("owner", world.accounts.list()[0]?.email ?? "person@example.com");
  world.accounts.ensure(owner);
  const locale = input.text("locale", "en_US");
  if (!LOCALES.includes(locale)) throw new Error(`locale: one of ${LOCALES.join(", ")}`);
  const sheets = (input.raw.sheets ?? [{ title: "Sheet1", rows: [] }]) as readonly SheetInput[];
  const tabs: Tab[] = [];
  const book = world.newBook({
    title: input.text("title"),
    owner,
    locale,
    timeZone: input.text("timeZone", "Etc/GMT"),
    tabs,
    projects: [],
  });
  for (const [index, sheet] of sheets.entries()) {
    const rows = (Array.isArray(sheet.rows) ? sheet.rows : []) as readonly (readonly unknown[])[];
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    const title = typeof sheet.title === "string" ? sheet.title : `Sheet${index + 1}`;
    const tab = newTab(freshSheetId(tabs), title, Math.max(1000, rows.length), Math.max(26, width));
    tabs.push(tab);
    fill(book, tab, rows);
  }
  world.library.add(book);
  return { spreadsheetId: book.id, sheets: tabs.map(({ sheetId, title }) => ({ sheetId, title })) };
};

function fill(book: Book, tab: Tab, rows: readonly (readonly unknown[])[]): void {
  for (const [at, row] of rows.entries())
    editRow(book, tab, at, (cells) => {
      for (const value of row)
        cells.push(
          value === null || value === undefined
            ? undefined
            : enteredCell(book, undefined, { value, input: "USER_ENTERED", at: `rows[${at}]` }),
        );
    });
}

const listSpreadsheets: Command = (world) =>
  world.library.list().map((book) => ({
    spreadsheetId: book.id,
    title: book.title,
    owner: Object.entries(book.people).find(([, role]) => role === "owner")?.[0],
    people: book.people,
    sheets: book.tabs.map(({ sheetId, title, rowCount, columnCount }) => ({
      sheetId,
      title,
      rowCount,
      columnCount,
    })),
  }));

/** {spreadsheetId}: to the bin, where the API still reaches it, or with {forever: true} away for good. */
const trash: Command = (world, input) => {
  const id = input.text("spreadsheetId");
  if (world.library.get(id) === undefined) throw new Error("spreadsheetId: no such spreadsheet");
  if (input.flag("forever")) world.library.remove(id);
  else
    world.library.describe(id, "trash", (book) => {
      book.trashed = true;
    });
};

/** {spreadsheetId, title} */
const rename: Command = (world, input) =>
  world.library.describe(input.text("spreadsheetId"), "update", (book) => {
    book.title = input.text("title");
  });

export const BOOK_COMMANDS: Readonly<Record<string, Command>> = {
  "create-spreadsheet": createSpreadsheet,
  "list-spreadsheets": listSpreadsheets,
  rename,
  trash,
};
