import { boundedRange, parseRange } from "./a1";
import type { FieldMask } from "./field-mask";
import { Calculator } from "./formula";
import { type Book, gridRangeOf, type NamedRange, type ProtectedRange, type Tab, whole } from "./grid";
import { gridDataOf } from "./grid-data";
import { localeRules } from "./locale";
import { visibleEntries } from "./metadata";
import { intersects, type Rect } from "./rect";
import type { Table } from "./table";

export interface ViewRequest {
  readonly mask: FieldMask;
  readonly ranges: readonly string[];
  /** Instead of `ranges`, when they were found and not written. */
  readonly rects?: ReadonlyMap<Tab, readonly Rect[]>;
  readonly gridData: boolean;
  /** Who asks: decides PROJECT metadata and what a protected range says. */
  readonly project: string;
  readonly actor: string;
  readonly urlPrefix: string;
}

/** `spreadsheets.get` and the post-image of a batch: only what the mask selects, only tabs the ranges touch. */
export function spreadsheetView(book: Book, request: ViewRequest): Record<string, unknown> {
  const { mask } = request;
  const rects = request.rects ?? rectsByTab(book, request.ranges);
  const sheets = mask.under("sheets");
  const spreadsheetMetadata = visibleEntries(book.metadata, {}, request.project);
  const namedRanges = book.tabs.flatMap((tab) => tab.namedRanges.map((one) => namedRangeView(tab, one)));
  const view: Record<string, unknown> = {
    spreadsheetId: book.id,
    properties: mask.under("properties") === undefined ? undefined : propertiesOf(book),
    spreadsheetUrl: `${request.urlPrefix}${book.id}/edit`,
    ...(namedRanges.length > 0 ? { namedRanges } : {}),
    ...(spreadsheetMetadata.length > 0 ? { developerMetadata: spreadsheetMetadata } : {}),
  };
  const picked = mask.pick(withoutUndefined(view));
  if (sheets === undefined) return picked;
  const calculator = new Calculator(book);
  const tabs = book.tabs
    .filter((tab) => (request.rects === undefined && request.ranges.length === 0) || rects.has(tab))
    .map((tab) => sheetView(tab, { book, request, mask: sheets, rects: rects.get(tab), calculator }));
  return { ...picked, sheets: tabs };
}

function propertiesOf(book: Book): Record<string, unknown> {
  return {
    title: book.title,
    locale: book.locale,
    timeZone: book.timeZone,
    autoRecalc: "ON_CHANGE",
    defaultFormat: DEFAULT_FORMAT,
  };
}

export const DEFAULT_FORMAT = {
  backgroundColor: { red: 1, green: 1, blue: 1 },
  padding: { top: 2, right: 3, bottom: 2, left: 3 },
  verticalAlignment: "BOTTOM",
  wrapStrategy: "OVERFLOW_CELL",
} as const;

interface SheetContext {
  readonly book: Book;
  readonly request: ViewRequest;
  readonly mask: FieldMask;
  readonly rects: readonly Rect[] | undefined;
  readonly calculator: Calculator;
}

function sheetView(tab: Tab, context: SheetContext): Record<string, unknown> {
  const { mask, request, book } = context;
  const inView = (rect: Rect): boolean =>
    context.rects === undefined || context.rects.some((one) => intersects(one, rect));
  const merges = tab.merges.filter(inView).map((rect) => gridRangeOf(tab, rect));
  const protectedRanges = tab.protectedRanges
    .filter((one) => inView(one.rect ?? whole(tab)))
    .map((one) => protectedView(tab, one, book, request.actor));
  const metadata = visibleEntries(tab.metadata, { tab }, request.project);
  const tables = tab.tables.filter((one) => inView(one.rect)).map((one) => tableView(tab, one));
  const view: Record<string, unknown> = {
    properties: sheetProperties(book, tab),
    ...(merges.length > 0 ? { merges } : {}),
    ...(protectedRanges.length > 0 ? { protectedRanges } : {}),
    ...(tables.length > 0 ? { tables } : {}),
    ...(metadata.length > 0 ? { developerMetadata: metadata } : {}),
  };
  const picked = mask.pick(view);
  const data = mask.under("data");
  if (data === undefined || !request.gridData) return picked;
  const grids = (context.rects ?? [whole(tab)]).map((rect) =>
    gridDataOf(tab, rect, {
      mask: data,
      calculator: context.calculator,
      rules: localeRules(book.locale),
      project: request.project,
    }),
  );
  return { ...picked, data: grids };
}

/** Proto JSON leaves out zero and false; index and sheetId are always written. */
export function sheetProperties(book: Book, tab: Tab): Record<string, unknown> {
  return {
    sheetId: tab.sheetId,
    title: tab.title,
    index: book.tabs.indexOf(tab),
    sheetType: "GRID",
    gridProperties: { rowCount: tab.rowCount, columnCount: tab.columnCount, ...tab.gridProperties },
    ...tab.properties,
  };
}

export const namedRangeView = (tab: Tab, { namedRangeId, name, rect }: NamedRange) => ({
  namedRangeId,
  name,
  range: gridRangeOf(tab, rect),
});

export const tableView = (tab: Tab, { tableId, name, rect, columns, rowsProperties }: Table) => ({
  tableId,
  name,
  range: gridRangeOf(tab, rect),
  ...(rowsProperties === undefined ? {} : { rowsProperties }),
  columnProperties: columns.map((column, columnIndex) => ({ columnIndex, ...column })),
});

export function protectedView(tab: Tab, one: ProtectedRange, book: Book, actor: string) {
  const editors = [...new Set([...ownerOf(book), ...(one.editors ?? [])])];
  const allowed = editors.includes(actor);
  return {
    protectedRangeId: one.protectedRangeId,
    range: one.rect === undefined ? { sheetId: tab.sheetId } : gridRangeOf(tab, one.rect),
    ...(one.description === undefined ? {} : { description: one.description }),
    ...(one.warningOnly === true ? { warningOnly: true } : {}),
    ...(allowed || one.warningOnly ? { requestingUserCanEdit: true } : {}),
    // Editors are shown only to those who may edit the range.
    ...(allowed && one.warningOnly !== true ? { editors: { users: editors } } : {}),
  };
}

const ownerOf = (book: Book): string[] =>
  Object.entries(book.people)
    .filter(([, role]) => role === "owner")
    .map(([email]) => email);

function rectsByTab(book: Book, ranges: readonly string[]): Map<Tab, Rect[]> {
  const byTab = new Map<Tab, Rect[]>();
  for (const text of ranges) {
    const range = parseRange(book, text);
    byTab.set(range.tab, [...(byTab.get(range.tab) ?? []), boundedRange(range)]);
  }
  return byTab;
}

const withoutUndefined = (view: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));
