import type { Cell, JsonObject } from "./cell-value";
import { gridLimits, invalidArgument, MAX_CELLS, MAX_COLUMNS, protectedCell, tooManyCells } from "./errors";
import { intersects, type Rect } from "./rect";
import type { Table } from "./table";

export interface MetadataEntry {
  readonly metadataId: number;
  readonly metadataKey: string;
  readonly metadataValue?: string;
  readonly visibility: "DOCUMENT" | "PROJECT";
  /** The project that made it; only that project sees PROJECT entries. */
  readonly project: string;
}

/** One row. Immutable; an edit replaces it under the same id, so that a commit finds what changed by identity. */
export interface Row {
  readonly id: number;
  readonly cells: readonly (Cell | undefined)[];
  readonly metadata?: readonly MetadataEntry[];
  readonly properties?: JsonObject;
}

export interface Column {
  readonly metadata?: readonly MetadataEntry[];
  readonly properties?: JsonObject;
}

export interface ProtectedRange {
  readonly protectedRangeId: number;
  /** `undefined` protects the whole tab. */
  readonly rect?: Rect;
  readonly description?: string;
  readonly warningOnly?: boolean;
  readonly editors?: readonly string[];
}

export interface NamedRange {
  readonly namedRangeId: string;
  readonly name: string;
  readonly rect: Rect;
}

export interface Tab {
  readonly sheetId: number;
  title: string;
  rowCount: number;
  columnCount: number;
  /** Sheet properties kept as given: hidden, frozenRowCount, tabColor ... */
  properties: JsonObject;
  gridProperties: JsonObject;
  rows: (Row | undefined)[];
  columns: (Column | undefined)[];
  merges: Rect[];
  protectedRanges: ProtectedRange[];
  namedRanges: NamedRange[];
  tables: Table[];
  metadata: MetadataEntry[];
}

export type Role = "owner" | "writer" | "reader";

export interface Book {
  readonly id: string;
  title: string;
  locale: string;
  timeZone: string;
  tabs: Tab[];
  metadata: MetadataEntry[];
  /** Who may open it. Exactly one owner. */
  people: Record<string, Role>;
  /** Projects that created it or were given it by the Picker (`drive.file`). */
  projects: string[];
  trashed: boolean;
  nextRowId: number;
  readonly createdAt: number;
  changedAt: number;
  version: number;
  /** What Drive shows: the state of the last publication, behind the truth by up to three minutes. */
  published: { readonly modifiedTime: number; readonly version: number };
  /** When the first unpublished change happened. */
  pendingSince?: number;
}

/** A copy whose tabs can be edited in place; rows and cells are shared, since nobody mutates them. */
export function draftOf(book: Book): Book {
  return {
    ...book,
    metadata: book.metadata.slice(),
    people: { ...book.people },
    projects: book.projects.slice(),
    tabs: book.tabs.map((tab) => ({
      ...tab,
      rows: tab.rows.slice(),
      columns: tab.columns.slice(),
      merges: tab.merges.slice(),
      protectedRanges: tab.protectedRanges.slice(),
      namedRanges: tab.namedRanges.slice(),
      tables: tab.tables.slice(),
      metadata: tab.metadata.slice(),
    })),
  };
}

export function newTab(sheetId: number, title: string, rowCount = 1000, columnCount = 26): Tab {
  return {
    sheetId,
    title,
    rowCount,
    columnCount,
    properties: {},
    gridProperties: {},
    rows: [],
    columns: [],
    merges: [],
    protectedRanges: [],
    namedRanges: [],
    tables: [],
    metadata: [],
  };
}

export const cellAt = (tab: Tab, row: number, column: number): Cell | undefined =>
  tab.rows[row]?.cells[column];

/** Replaces one row's cells by what `edit` leaves in the array; drops trailing nothing. */
export function editRow(
  book: Book,
  tab: Tab,
  row: number,
  edit: (cells: (Cell | undefined)[]) => void,
): void {
  const before = tab.rows[row];
  const cells = before === undefined ? [] : before.cells.slice();
  edit(cells);
  while (cells.length > 0 && cells[cells.length - 1] === undefined) cells.pop();
  if (before === undefined && cells.length === 0) return;
  placeRow(tab, row, { ...(before ?? { id: book.nextRowId++ }), cells });
}

export function setCell(
  book: Book,
  tab: Tab,
  at: { row: number; column: number },
  cell: Cell | undefined,
): void {
  editRow(book, tab, at.row, (cells) => {
    while (cells.length <= at.column) cells.push(undefined);
    cells[at.column] = cell;
  });
}

/** Puts a row object at an index, filling the gap before it so that the array has no holes. */
export function placeRow(tab: Tab, index: number, row: Row): void {
  while (tab.rows.length < index) tab.rows.push(undefined);
  tab.rows[index] = row;
}

export function tabById(book: Book, sheetId: number): Tab {
  const tab = book.tabs.find((one) => one.sheetId === sheetId);
  if (tab === undefined) throw invalidArgument(`No grid with id: ${sheetId}`);
  return tab;
}

export interface GridRange {
  readonly sheetId?: number;
  readonly startRowIndex?: number;
  readonly endRowIndex?: number;
  readonly startColumnIndex?: number;
  readonly endColumnIndex?: number;
}

/** The bounded rectangle of a `GridRange`; missing edges are open. 400 where it leaves the grid. */
export function rectOf(tab: Tab, range: GridRange): Rect {
  const rect = {
    startRow: range.startRowIndex ?? 0,
    endRow: range.endRowIndex ?? tab.rowCount,
    startColumn: range.startColumnIndex ?? 0,
    endColumn: range.endColumnIndex ?? tab.columnCount,
  };
  if (rect.startRow < 0 || rect.startColumn < 0) throw invalidArgument("range start must not be negative");
  if (rect.endRow > tab.rowCount || rect.endColumn > tab.columnCount)
    throw gridLimits(rangeText(tab, rect), tab.rowCount, tab.columnCount);
  if (rect.startRow >= rect.endRow || rect.startColumn >= rect.endColumn)
    throw invalidArgument(`range must not be empty: ${rangeText(tab, rect)}`);
  return rect;
}

export const gridRangeOf = (tab: Tab, rect: Rect): GridRange => ({
  sheetId: tab.sheetId,
  startRowIndex: rect.startRow,
  endRowIndex: rect.endRow,
  startColumnIndex: rect.startColumn,
  endColumnIndex: rect.endColumn,
});

export const whole = (tab: Tab): Rect => ({
  startRow: 0,
  endRow: tab.rowCount,
  startColumn: 0,
  endColumn: tab.columnCount,
});

/** 400 when a protected range that `actor` may not edit lies in the way. Warnings do not stop the API. */
export function assertUnprotected(book: Book, tab: Tab, rect: Rect, actor: string): void {
  if (book.people[actor] === "owner") return;
  for (const one of tab.protectedRanges)
    if (one.warningOnly !== true && !one.editors?.includes(actor) && intersects(one.rect ?? whole(tab), rect))
      throw protectedCell();
}

/** 400 when the book is over the cell limit or a tab over the column limit. */
export function assertSize(book: Book): void {
  let cells = 0;
  for (const tab of book.tabs) {
    cells += tab.rowCount * tab.columnCount;
    if (tab.columnCount > MAX_COLUMNS)
      throw invalidArgument(`This action would exceed the limit of ${MAX_COLUMNS} columns.`);
  }
  if (cells > MAX_CELLS) throw tooManyCells();
}

/** A, B ... Z, AA ... for a zero-based column. */
export function columnName(index: number): string {
  let name = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

const PLAIN_TITLE = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const LOOKS_LIKE_CELL = /^([A-Za-z]{1,3}\d+|[rR]\d*[cC]\d*)$/;

/** A tab's title as a reference writes it. */
export const quotedTitle = (title: string): string =>
  PLAIN_TITLE.test(title) && !LOOKS_LIKE_CELL.test(title) ? title : `'${title.replaceAll("'", "''")}'`;

/** A1 text of a rectangle, the tab's title quoted where needed. */
export function rangeText(tab: Tab, rect: Rect): string {
  const first = `${columnName(rect.startColumn)}${rect.startRow + 1}`;
  const last = `${columnName(Math.max(rect.endColumn, 1) - 1)}${Math.max(rect.endRow, 1)}`;
  return `${quotedTitle(tab.title)}!${first === last ? first : `${first}:${last}`}`;
}
