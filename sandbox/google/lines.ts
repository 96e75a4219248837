import { type Cell, orNothing } from "./cell-value";
import { invalidArgument } from "./errors";
import { rewriteReferences } from "./formula-move";
import { assertSize, type Book, type Row, type Tab, tabById } from "./grid";
import type { Rect } from "./rect";
import { movedTable } from "./table";

export type Dimension = "ROWS" | "COLUMNS";

export interface DimensionRange {
  readonly sheetId?: number;
  readonly dimension?: Dimension;
  readonly startIndex?: number;
  readonly endIndex?: number;
}

export interface Lines {
  readonly tab: Tab;
  readonly dimension: Dimension;
  readonly start: number;
  readonly end: number;
}

/** The lines a `DimensionRange` names; an open end reaches to the grid's edge. 400 when it is empty or unspecific. */
export function linesOf(book: Book, range: DimensionRange | undefined): Lines {
  if (range?.dimension === undefined) throw invalidArgument("range.dimension must be specified.");
  const tab = tabById(book, range.sheetId ?? 0);
  const start = range.startIndex ?? 0;
  const end = range.endIndex ?? lineCount(tab, range.dimension);
  if (start < 0 || end <= start)
    throw invalidArgument(`range.endIndex[${end}] must be greater than range.startIndex[${start}]`);
  return { tab, dimension: range.dimension, start, end };
}

export const lineCount = (tab: Tab, dimension: Dimension): number =>
  dimension === "ROWS" ? tab.rowCount : tab.columnCount;

const addLines = (tab: Tab, dimension: Dimension, count: number): void => {
  if (dimension === "ROWS") tab.rowCount += count;
  else tab.columnCount += count;
};

/** The rectangle of whole lines. */
export const linesRect = ({ tab, dimension, start, end }: Lines): Rect =>
  dimension === "ROWS"
    ? { startRow: start, endRow: end, startColumn: 0, endColumn: tab.columnCount }
    : { startRow: 0, endRow: tab.rowCount, startColumn: start, endColumn: end };

/** Adds empty lines at the end of the grid. */
export function appendLines(book: Book, tab: Tab, dimension: Dimension, count: number): void {
  if (count <= 0) throw invalidArgument("length must be greater than 0.");
  addLines(tab, dimension, count);
  assertSize(book);
}

/** Inserts empty lines; their cells take the formats of the line before or after. */
export function insertLines(book: Book, lines: Lines, inheritFromBefore: boolean): void {
  const { tab, dimension, start, end } = lines;
  const count = end - start;
  if (start > lineCount(tab, dimension))
    throw invalidArgument(
      `range.startIndex[${start}] is too large. The sheet only has ${lineCount(tab, dimension)} ${dimension.toLowerCase()}.`,
    );
  if (inheritFromBefore && start === 0)
    throw invalidArgument("inheritFromBefore cannot be true when inserting at index 0.");
  addLines(tab, dimension, count);
  assertSize(book);
  const model = inheritFromBefore ? start - 1 : start;
  if (dimension === "ROWS") {
    const formats = formatsOf(tab.rows[model]?.cells ?? []);
    const fresh = Array.from({ length: count }, (): Row | undefined =>
      formats.length === 0 ? undefined : { id: book.nextRowId++, cells: formats },
    );
    if (start < tab.rows.length) tab.rows = tab.rows.slice(0, start).concat(fresh, tab.rows.slice(start));
    else if (formats.length > 0) {
      while (tab.rows.length < start) tab.rows.push(undefined);
      tab.rows.push(...fresh);
    }
  } else {
    if (start < tab.columns.length)
      tab.columns.splice(start, 0, ...Array.from({ length: count }, () => undefined));
    eachRow(tab, start, (cells) => {
      const format = formatsOf([cells[model]])[0];
      cells.splice(start, 0, ...Array.from({ length: count }, () => format));
    });
  }
  shift(book, tab, dimension, {
    interval: (from, to) => ({
      start: from >= start ? from + count : from,
      end: to > start ? to + count : to,
    }),
  });
}

/** Removes lines with their cells and metadata. At least one line must remain. */
export function deleteLines(book: Book, lines: Lines): void {
  const { tab, dimension, start } = lines;
  const total = lineCount(tab, dimension);
  const word = dimension === "ROWS" ? "row" : "column";
  if (start >= total)
    throw invalidArgument(
      `Cannot delete a ${word} that doesn't exist. Tried to delete ${word} index ${start} but there are only ${total} ${word}s.`,
    );
  const end = Math.min(lines.end, total);
  if (end - start >= total) throw invalidArgument(`You can't delete all the ${word}s on the sheet.`);
  addLines(tab, dimension, start - end);
  if (dimension === "ROWS") tab.rows.splice(start, end - start);
  else {
    tab.columns.splice(start, end - start);
    eachRow(tab, start, (cells) => cells.splice(start, end - start));
  }
  const clip = (at: number): number => (at <= start ? at : Math.max(start, at - (end - start)));
  shift(book, tab, dimension, {
    interval: (from, to) => (clip(from) < clip(to) ? { start: clip(from), end: clip(to) } : undefined),
  });
}

/** Moves lines so that they stand before the line that is now at `destination`. */
export function moveLines(book: Book, lines: Lines, destination: number): void {
  const { tab, dimension, start, end } = lines;
  const total = lineCount(tab, dimension);
  if (end > total || destination < 0 || destination > total)
    throw invalidArgument(`destinationIndex[${destination}] or source is outside the grid.`);
  if (destination >= start && destination <= end) return;
  const reorder = <T>(all: (T | undefined)[]): (T | undefined)[] => {
    while (all.length < Math.max(end, destination)) all.push(undefined);
    const moved = all.slice(start, end);
    const rest = [...all.slice(0, start), ...all.slice(end)];
    const at = destination > start ? destination - moved.length : destination;
    return [...rest.slice(0, at), ...moved, ...rest.slice(at)];
  };
  if (dimension === "ROWS") tab.rows = reorder(tab.rows);
  else {
    tab.columns = reorder(tab.columns);
    eachRow(tab, 0, (cells) => {
      const next = reorder(cells);
      cells.splice(0, cells.length, ...next);
    });
  }
  const at = (index: number): number => {
    if (index >= start && index < end)
      return destination > start ? index + destination - end : index - start + destination;
    if (index >= end && index < destination) return index - (end - start);
    return index >= destination && index < start ? index + (end - start) : index;
  };
  shift(book, tab, dimension, {
    // A range across the moved block's edge keeps its place: what it should become is not defined.
    interval: (from, to) => {
      const [first, last] = [at(from), at(to - 1)];
      return last - first === to - 1 - from ? { start: first, end: last + 1 } : { start: from, end: to };
    },
  });
}

function formatsOf(cells: readonly (Cell | undefined)[]): (Cell | undefined)[] {
  const formats = cells.map((cell) =>
    orNothing({
      ...(cell?.userEnteredFormat === undefined ? {} : { userEnteredFormat: cell.userEnteredFormat }),
      ...(cell?.dataValidation === undefined ? {} : { dataValidation: cell.dataValidation }),
    }),
  );
  while (formats.length > 0 && formats[formats.length - 1] === undefined) formats.pop();
  return formats;
}

/** Edits the cells of every row that reaches beyond `from`. */
function eachRow(tab: Tab, from: number, edit: (cells: (Cell | undefined)[]) => void): void {
  for (const [index, row] of tab.rows.entries()) {
    if (row === undefined || row.cells.length <= from) continue;
    const cells = row.cells.slice();
    edit(cells);
    while (cells.length > 0 && cells[cells.length - 1] === undefined) cells.pop();
    tab.rows[index] = { ...row, cells };
  }
}

export interface Shift {
  /** Where a half-open interval of line indexes goes; nothing when it disappears. */
  readonly interval: (start: number, end: number) => { start: number; end: number } | undefined;
}

function shift(book: Book, tab: Tab, dimension: Dimension, how: Shift): void {
  const move = (rect: Rect): Rect | undefined => {
    const to =
      dimension === "ROWS"
        ? how.interval(rect.startRow, rect.endRow)
        : how.interval(rect.startColumn, rect.endColumn);
    if (to === undefined) return undefined;
    return dimension === "ROWS"
      ? { ...rect, startRow: to.start, endRow: to.end }
      : { ...rect, startColumn: to.start, endColumn: to.end };
  };
  tab.merges = tab.merges.flatMap((rect) => {
    const moved = move(rect);
    const cells =
      moved === undefined ? 0 : (moved.endRow - moved.startRow) * (moved.endColumn - moved.startColumn);
    return moved === undefined || cells === 1 ? [] : [moved];
  });
  tab.protectedRanges = tab.protectedRanges.flatMap((one) => {
    if (one.rect === undefined) return [one];
    const rect = move(one.rect);
    return rect === undefined ? [] : [{ ...one, rect }];
  });
  tab.namedRanges = tab.namedRanges.flatMap((one) => {
    const rect = move(one.rect);
    return rect === undefined ? [] : [{ ...one, rect }];
  });
  tab.tables = tab.tables.flatMap((one) => movedTable(one, move) ?? []);
  rewriteReferences(book, tab, move);
}
