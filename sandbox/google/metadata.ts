import { randomInt } from "node:crypto";
import { invalidArgument } from "./errors";
import { type Book, type MetadataEntry, placeRow, type Tab, tabById } from "./grid";

const CHARACTERS_PER_PLACE = 30_000;

export interface MetadataLocation {
  readonly locationType: "SPREADSHEET" | "SHEET" | "ROW" | "COLUMN";
  readonly spreadsheet?: true;
  readonly sheetId?: number;
  readonly dimensionRange?: {
    readonly sheetId: number;
    readonly dimension: "ROWS" | "COLUMNS";
    readonly startIndex: number;
    readonly endIndex: number;
  };
}

/** An entry as the API shows it. */
export interface MetadataView {
  readonly metadataId: number;
  readonly metadataKey: string;
  readonly metadataValue?: string;
  readonly visibility: "DOCUMENT" | "PROJECT";
  readonly location: MetadataLocation;
}

/** Where an entry hangs in memory. Rows and columns carry theirs, so every move of a line takes them along. */
export interface Place {
  readonly tab?: Tab;
  readonly dimension?: "ROWS" | "COLUMNS";
  readonly index?: number;
}

export interface Placed {
  readonly entry: MetadataEntry;
  readonly place: Place;
}

/** Every entry of a book, with its place. */
export function allMetadata(book: Book): Placed[] {
  const found: Placed[] = book.metadata.map((entry) => ({ entry, place: {} }));
  for (const tab of book.tabs) {
    for (const entry of tab.metadata) found.push({ entry, place: { tab } });
    for (const [index, row] of tab.rows.entries())
      for (const entry of row?.metadata ?? [])
        found.push({ entry, place: { tab, dimension: "ROWS", index } });
    for (const [index, column] of tab.columns.entries())
      for (const entry of column?.metadata ?? [])
        found.push({ entry, place: { tab, dimension: "COLUMNS", index } });
  }
  return found;
}

export const visibleTo = (entry: MetadataEntry, project: string): boolean =>
  entry.visibility === "DOCUMENT" || entry.project === project;

export const rowEntries = (tab: Tab, index: number, project: string): MetadataView[] =>
  visibleEntries(tab.rows[index]?.metadata, { tab, dimension: "ROWS", index }, project);

export const columnEntries = (tab: Tab, index: number, project: string): MetadataView[] =>
  visibleEntries(tab.columns[index]?.metadata, { tab, dimension: "COLUMNS", index }, project);

/** The entries of one place that a project may see. */
export const visibleEntries = (
  entries: readonly MetadataEntry[] | undefined,
  place: Place,
  project: string,
): MetadataView[] =>
  (entries ?? []).filter((entry) => visibleTo(entry, project)).map((entry) => metadataView({ entry, place }));

export function metadataView({ entry, place }: Placed): MetadataView {
  const { project: _, ...shown } = entry;
  return { ...shown, location: locationView(place) };
}

function locationView({ tab, dimension, index = 0 }: Place): MetadataLocation {
  if (tab === undefined) return { locationType: "SPREADSHEET", spreadsheet: true };
  const { sheetId } = tab;
  if (dimension === undefined) return { locationType: "SHEET", sheetId };
  return {
    locationType: dimension === "ROWS" ? "ROW" : "COLUMN",
    dimensionRange: { sheetId, dimension, startIndex: index, endIndex: index + 1 },
  };
}

export interface LocationInput {
  readonly locationType?: string;
  readonly spreadsheet?: boolean;
  readonly sheetId?: number;
  readonly dimensionRange?: {
    readonly sheetId?: number;
    readonly dimension?: "ROWS" | "COLUMNS";
    readonly startIndex?: number;
    readonly endIndex?: number;
  };
}

/** The place a location names; 400 unless it is the spreadsheet, a sheet, or exactly one row or column. */
export function placeOf(book: Book, location: LocationInput | undefined): Place {
  if (location?.spreadsheet === true) return {};
  if (location?.sheetId !== undefined) return { tab: tabById(book, location.sheetId) };
  const range = location?.dimensionRange;
  if (range === undefined) throw invalidArgument("developerMetadata.location must be set");
  const tab = tabById(book, range.sheetId ?? 0);
  const { dimension, startIndex: index = 0, endIndex = index + 1 } = range;
  if (dimension === undefined) throw invalidArgument("dimensionRange.dimension must be set");
  if (endIndex - index !== 1) throw invalidArgument("dimensionRange must be exactly one row or column");
  if (index < 0 || endIndex > (dimension === "ROWS" ? tab.rowCount : tab.columnCount))
    throw invalidArgument("dimensionRange is outside the grid");
  return { tab, dimension, index };
}

/** Replaces the entries of a place. */
export function setEntries(
  book: Book,
  place: Place,
  edit: (entries: readonly MetadataEntry[]) => MetadataEntry[],
): void {
  const { tab, dimension, index = 0 } = place;
  if (tab === undefined) book.metadata = edit(book.metadata);
  else if (dimension === undefined) tab.metadata = edit(tab.metadata);
  else if (dimension === "ROWS") {
    const row = tab.rows[index] ?? { id: book.nextRowId++, cells: [] };
    placeRow(tab, index, { ...row, metadata: edit(row.metadata ?? []) });
  } else {
    while (tab.columns.length < index) tab.columns.push(undefined);
    const column = tab.columns[index] ?? {};
    tab.columns[index] = { ...column, metadata: edit(column.metadata ?? []) };
  }
}

/** 400 when key and value characters of the spreadsheet's own entries, or of one sheet's, exceed the limit. */
export function assertMetadataSize(book: Book): void {
  const used = new Map<Tab | undefined, number>();
  for (const { entry, place } of allMetadata(book)) {
    const size = entry.metadataKey.length + (entry.metadataValue?.length ?? 0);
    used.set(place.tab, (used.get(place.tab) ?? 0) + size);
  }
  for (const characters of used.values())
    if (characters > CHARACTERS_PER_PLACE)
      throw invalidArgument(
        `Developer metadata storage limit of ${CHARACTERS_PER_PLACE} characters would be exceeded.`,
      );
}

export const usedMetadataIds = (book: Book): Set<number> =>
  new Set(allMetadata(book).map((one) => one.entry.metadataId));

/** Takes an id out of the free ones: `wish` when given (400 when it is in use), else one of our choice. */
export function takeMetadataId(used: Set<number>, wish: number | undefined): number {
  let id = wish ?? randomInt(1, 2 ** 31);
  while (wish === undefined && used.has(id)) id = randomInt(1, 2 ** 31);
  if (id <= 0) throw invalidArgument("developerMetadata.metadataId must be positive");
  if (used.has(id)) throw invalidArgument(`Developer metadata with ID ${id} is already in use.`);
  used.add(id);
  return id;
}
