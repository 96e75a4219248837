import type { JsonObject } from "../cell-value";
import { invalidArgument } from "../errors";
import { assignMasked, parseMask } from "../field-mask";
import { assertSize, type Book, newTab, type Tab, tabById } from "../grid";
import { LOCALES } from "../locale";
import type { Rect } from "../rect";
import { sheetProperties } from "../spreadsheet-view";
import { freshSheetId } from "../world";
import type { Apply } from "./context";
import { copyTab } from "./copy-tab";

interface SheetProperties {
  readonly sheetId?: number;
  readonly title?: string;
  readonly index?: number;
  readonly sheetType?: string;
  readonly gridProperties?: JsonObject;
  readonly [name: string]: unknown;
}

const needFields = (fields: string | undefined): string => {
  if (!fields)
    throw invalidArgument("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)");
  return fields;
};

function assertTitle(book: Book, title: string, except?: Tab): void {
  if (title === "") throw invalidArgument("Sheet name cannot be empty.");
  if (title.length > 100) throw invalidArgument("Sheet names may be at most 100 characters long.");
  const taken = book.tabs.some((tab) => tab !== except && tab.title.toLowerCase() === title.toLowerCase());
  if (taken)
    throw invalidArgument(`A sheet with the name "${title}" already exists. Please enter another name.`);
}

const MAX_TABS = 200;

function place(book: Book, tab: Tab, index: number | undefined): void {
  if (book.tabs.length >= MAX_TABS)
    throw invalidArgument(`This action would exceed the limit of ${MAX_TABS} sheets.`);
  if (index !== undefined && (index < 0 || index > book.tabs.length))
    throw invalidArgument(`Sheet index ${index} is out of range.`);
  book.tabs.splice(index ?? book.tabs.length, 0, tab);
  assertSize(book);
}

function newId(book: Book, wish: number | undefined): number {
  if (wish === undefined) return freshSheetId(book.tabs);
  if (wish < 0) throw invalidArgument("sheetId must not be negative.");
  if (book.tabs.some((tab) => tab.sheetId === wish))
    throw invalidArgument(`A sheet with the id ${wish} already exists.`);
  return wish;
}

export const addSheet: Apply<{ readonly properties?: SheetProperties }> = ({ book }, request) => {
  const { sheetId, title, index, sheetType, gridProperties = {}, ...rest } = request.properties ?? {};
  if (sheetType !== undefined && sheetType !== "GRID")
    throw invalidArgument(`Cannot add a sheet of type ${sheetType}.`);
  let name = title ?? "";
  for (let n = book.tabs.length + 1; name === ""; n++)
    if (!book.tabs.some((tab) => tab.title === `Sheet${n}`)) name = `Sheet${n}`;
  assertTitle(book, name);
  const { rowCount = 1000, columnCount = 26, ...grid } = gridProperties;
  const tab = newTab(newId(book, sheetId), name, Number(rowCount), Number(columnCount));
  tab.gridProperties = grid;
  tab.properties = rest as JsonObject;
  if (tab.rowCount < 1 || tab.columnCount < 1) throw invalidArgument("A sheet needs a row and a column.");
  place(book, tab, index);
  return { properties: sheetProperties(book, tab) };
};

export const deleteSheet: Apply<{ readonly sheetId?: number }> = ({ book, metadataIds }, request) => {
  const tab = tabById(book, request.sheetId ?? 0);
  if (book.tabs.length === 1) throw invalidArgument("You can't remove all the sheets in a document.");
  book.tabs = book.tabs.filter((one) => one !== tab);
  const gone = [...tab.metadata, ...[...tab.rows, ...tab.columns].flatMap((line) => line?.metadata ?? [])];
  for (const entry of gone) metadataIds().delete(entry.metadataId);
  return undefined;
};

export const duplicateSheet: Apply<{
  readonly sourceSheetId?: number;
  readonly insertSheetIndex?: number;
  readonly newSheetId?: number;
  readonly newSheetName?: string;
}> = ({ book }, request) => {
  const source = tabById(book, request.sourceSheetId ?? 0);
  let title = request.newSheetName ?? `Copy of ${source.title}`;
  for (let n = 2; request.newSheetName === undefined && book.tabs.some((tab) => tab.title === title); n++)
    title = `Copy of ${source.title} ${n}`;
  assertTitle(book, title);
  const copy = copyTab(book, source, { sheetId: newId(book, request.newSheetId), title });
  place(book, copy, request.insertSheetIndex ?? 0);
  return { properties: sheetProperties(book, copy) };
};

export const updateSheetProperties: Apply<{
  readonly properties?: SheetProperties;
  readonly fields?: string;
}> = ({ book }, request) => {
  const fields = needFields(request.fields);
  const input = request.properties ?? {};
  const tab = tabById(book, input.sheetId ?? 0);
  const mask = parseMask(fields, "fields");
  const next = assignMasked(sheetProperties(book, tab), input, mask) as SheetProperties;
  const { title, index, gridProperties = {}, sheetId: _, sheetType: __, ...rest } = next;
  if (mask.under("title") !== undefined) {
    assertTitle(book, title ?? "", tab);
    tab.title = title ?? "";
  }
  if (mask.under("index") !== undefined) reorder(book, tab, index ?? 0);
  if (mask.under("gridProperties") !== undefined) resize(book, tab, gridProperties);
  tab.properties = rest as JsonObject;
  return undefined;
};

function reorder(book: Book, tab: Tab, index: number): void {
  const from = book.tabs.indexOf(tab);
  if (index < 0 || index > book.tabs.length) throw invalidArgument(`Sheet index ${index} is out of range.`);
  const rest = book.tabs.filter((one) => one !== tab);
  // The index counts in "before the move" terms.
  rest.splice(index > from ? index - 1 : index, 0, tab);
  book.tabs = rest;
}

/** Rows are applied before the cell limit is checked, columns after: shrink columns before growing rows. */
function resize(book: Book, tab: Tab, gridProperties: JsonObject): void {
  const { rowCount = tab.rowCount, columnCount = tab.columnCount, ...grid } = gridProperties;
  const [rows, columns] = [Number(rowCount), Number(columnCount)];
  if (rows < 1) throw invalidArgument("You can't delete all the rows on the sheet.");
  if (columns < 1) throw invalidArgument("You can't delete all the columns on the sheet.");
  tab.rowCount = rows;
  assertSize(book);
  tab.columnCount = columns;
  assertSize(book);
  tab.rows.length = Math.min(tab.rows.length, rows);
  tab.columns.length = Math.min(tab.columns.length, columns);
  tab.rows = tab.rows.map((row) =>
    row !== undefined && row.cells.length > columns ? { ...row, cells: row.cells.slice(0, columns) } : row,
  );
  const fits = (rect: Rect): boolean => rect.endRow <= rows && rect.endColumn <= columns;
  tab.merges = tab.merges.filter(fits);
  tab.namedRanges = tab.namedRanges.filter((one) => fits(one.rect));
  tab.tables = tab.tables.filter((one) => fits(one.rect));
  tab.gridProperties = grid;
}

export const updateSpreadsheetProperties: Apply<{
  readonly properties?: { readonly title?: string; readonly locale?: string; readonly timeZone?: string };
  readonly fields?: string;
}> = ({ book }, request) => {
  const mask = parseMask(needFields(request.fields), "fields");
  const { title, locale, timeZone } = request.properties ?? {};
  if (mask.under("title") !== undefined && title !== undefined) book.title = title;
  if (mask.under("timeZone") !== undefined && timeZone !== undefined) book.timeZone = timeZone;
  if (mask.under("locale") !== undefined && locale !== undefined) {
    if (!LOCALES.includes(locale)) throw invalidArgument(`Unsupported locale: ${locale}`);
    book.locale = locale;
  }
  return undefined;
};
