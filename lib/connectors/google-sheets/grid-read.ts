import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { EMPTY_CELL, type GridCell, gridCellOf } from "./cell";
import type { Region } from "./region";

/** Grid rows and columns are counted from 0 throughout; A1 notation counts rows from 1. */

/** Our mark on a tab in developer metadata; its value is the count of our writes to the tab. */
export const FENCE_KEY = "chittysync.fence";
/** Marks a column as that of a side field wherever it is moved and whatever it is called. */
export const COLUMN_KEY = "chittysync.column";
/** Marks the column of row ids. */
export const ROWS_KEY = "chittysync.rows";

const METADATA = "developerMetadata(metadataId,metadataKey,metadataValue)";
const PROPERTIES = "properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount,frozenRowCount))";

/** Tabs only; no cells. */
export const TABS_MASK = `properties(title),sheets(${PROPERTIES})`;

/**
 * Values, what makes them (entered or computed), their formats, and one entry for each row of the range,
 * empty rows included: that entry proves how far the answer reaches, as trailing empty cells are left out.
 */
export const GRID_MASK = gridMask("");

/** The same, with what may be entered into each cell. */
export const ENTRY_MASK = gridMask(",dataValidation(condition(type,values(userEnteredValue)))");

function gridMask(more: string): string {
  return (
    `properties(timeZone,locale),sheets(${PROPERTIES},merges,${METADATA},data(startRow,startColumn,` +
    "rowData(values(effectiveValue,userEnteredValue,userEnteredFormat(numberFormat(type,pattern))," +
    `effectiveFormat(numberFormat(type,pattern))${more})),` +
    `rowMetadata(pixelSize),columnMetadata(${METADATA})))`
  );
}

export interface Fence {
  readonly metadataId: number;
  readonly generation: number;
}

export interface Merge {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface TabProperties {
  readonly sheetId: number;
  readonly title: string;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly frozenRows: number;
  /** False for charts and connected data sources. */
  readonly grid: boolean;
}

/** One answer about one tab. */
export interface Grid {
  readonly tab: TabProperties;
  readonly region: Region;
  readonly merges: readonly Merge[];
  readonly fences: readonly Fence[];
  /** Our marks: the id of the side field that a column was marked for, by column. */
  readonly marks: ReadonlyMap<number, string>;
  /** Columns marked as that of row ids. */
  readonly idColumns: readonly number[];
  readonly rows: ReadonlyMap<number, readonly GridCell[]>;
  /** The cells right below the header, as the answer has them. */
  readonly firstRow: readonly sheets_v4.Schema$CellData[];
  /** Rows that the answer is proven to cover, empty ones included. */
  readonly covers: ReadonlySet<number>;
}

export const cellAt = (cells: readonly GridCell[] | undefined, column: number): GridCell =>
  cells?.[column] ?? EMPTY_CELL;

export function tabsOf(spreadsheet: sheets_v4.Schema$Spreadsheet): readonly TabProperties[] {
  return (spreadsheet.sheets ?? []).flatMap(({ properties }) =>
    properties ? [tabProperties(properties)] : [],
  );
}

function tabProperties(properties: sheets_v4.Schema$SheetProperties): TabProperties {
  const { sheetId, title, sheetType, gridProperties } = properties;
  return {
    sheetId: sheetId ?? 0,
    title: title ?? "",
    rowCount: gridProperties?.rowCount ?? 0,
    columnCount: gridProperties?.columnCount ?? 0,
    frozenRows: gridProperties?.frozenRowCount ?? 0,
    grid: gridProperties !== undefined && (sheetType ?? "GRID") === "GRID",
  };
}

/** The answer's part about `sheetId`; null if it is about other tabs, as after two tabs swapped names. */
export function gridOf(spreadsheet: sheets_v4.Schema$Spreadsheet, sheetId: number): Grid | null {
  const sheet = spreadsheet.sheets?.find(({ properties }) => (properties?.sheetId ?? 0) === sheetId);
  if (!sheet?.properties) return null;
  const rows = new Map<number, readonly GridCell[]>();
  const covers = new Set<number>();
  const marks = new Map<number, string>();
  const idColumns = new Set<number>();
  let firstRow: readonly sheets_v4.Schema$CellData[] = [];
  for (const data of sheet.data ?? []) {
    const [top, left] = [data.startRow ?? 0, data.startColumn ?? 0];
    data.rowData?.forEach((row, at) => {
      if (top + at === 1 && left === 0) firstRow = row.values ?? [];
      rows.set(top + at, placeCells(rows.get(top + at), left, (row.values ?? []).map(gridCellOf)));
    });
    for (let at = 0; at < (data.rowMetadata?.length ?? 0); at += 1) covers.add(top + at);
    data.columnMetadata?.forEach(({ developerMetadata }, at) => {
      const field = developerMetadata?.find(({ metadataKey }) => metadataKey === COLUMN_KEY)?.metadataValue;
      if (field) marks.set(left + at, field);
      if (developerMetadata?.some(({ metadataKey }) => metadataKey === ROWS_KEY)) idColumns.add(left + at);
    });
  }
  const { properties } = spreadsheet;
  return {
    tab: tabProperties(sheet.properties),
    region: { timeZone: properties?.timeZone ?? "", locale: properties?.locale ?? "" },
    merges: (sheet.merges ?? []).map(mergeOf),
    fences: (sheet.developerMetadata ?? []).flatMap(fenceOf),
    marks,
    idColumns: [...idColumns].sort((a, b) => a - b),
    rows,
    firstRow,
    covers,
  };
}

/** A row may come in parts, one for each range that was asked for. */
function placeCells(
  known: readonly GridCell[] | undefined,
  left: number,
  cells: readonly GridCell[],
): readonly GridCell[] {
  if (left === 0 && known === undefined) return cells;
  const row = [...(known ?? [])];
  while (row.length < left) row.push(EMPTY_CELL);
  row.splice(left, cells.length, ...cells);
  return row;
}

/** An edge that Google leaves out of a range is unbounded. */
function mergeOf(range: sheets_v4.Schema$GridRange): Merge {
  return {
    top: range.startRowIndex ?? 0,
    bottom: range.endRowIndex ?? Number.POSITIVE_INFINITY,
    left: range.startColumnIndex ?? 0,
    right: range.endColumnIndex ?? Number.POSITIVE_INFINITY,
  };
}

function fenceOf(metadata: sheets_v4.Schema$DeveloperMetadata): Fence[] {
  const generation = Number(metadata.metadataValue);
  if (metadata.metadataKey !== FENCE_KEY || !metadata.metadataId || !Number.isSafeInteger(generation))
    return [];
  return [{ metadataId: metadata.metadataId, generation }];
}

/** Quoted for A1 notation: an apostrophe in a title is doubled. */
export const quoteTitle = (title: string): string => `'${title.replaceAll("'", "''")}'`;

/** Whole rows `from` to `to`, both included, in A1 notation. */
export const rowsRange = (title: string, from: number, to: number): string =>
  `${quoteTitle(title)}!${from + 1}:${to + 1}`;

/** A whole column in A1 notation. */
export function columnRange(title: string, column: number): string {
  let letters = "";
  for (let at = column + 1; at > 0; at = Math.floor((at - 1) / 26)) {
    letters = String.fromCharCode(65 + ((at - 1) % 26)) + letters;
  }
  return `${quoteTitle(title)}!${letters}:${letters}`;
}
