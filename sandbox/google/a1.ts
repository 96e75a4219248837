import { gridLimits, invalidArgument } from "./errors";
import { type Book, rangeText, type Tab } from "./grid";
import type { Rect } from "./rect";

/** A range as written: an open end stays `undefined` and means "to the grid's edge". */
export interface WrittenRange {
  readonly tab: Tab;
  readonly startRow: number;
  readonly endRow: number | undefined;
  readonly startColumn: number;
  readonly endColumn: number | undefined;
  /** One cell was named: a write may spread from it. */
  readonly single: boolean;
}

const unparsable = (text: string) => invalidArgument(`Unable to parse range: ${text}`);

/** Zero-based column of "A", "AB" ... */
export function columnIndex(name: string): number {
  let index = 0;
  for (const letter of name.toUpperCase()) index = index * 26 + (letter.charCodeAt(0) - 64);
  return index - 1;
}

/** Reads A1 (`'It''s'!A2:C`, `Sheet1`, `2:5`, `A:C`) or R1C1 text against the book's tabs. 400 when it cannot. */
export function parseRange(book: Book, text: string): WrittenRange {
  const { title, cells } = splitTitle(text);
  if (title === undefined) {
    const named = book.tabs.find((tab) => same(tab.title, unquote(cells)));
    if (named !== undefined) return everything(named);
    const range = namedRange(book, cells);
    if (range !== undefined) return range;
  }
  const tab =
    title === undefined ? book.tabs[0] : book.tabs.find((candidate) => same(candidate.title, title));
  if (tab === undefined) throw unparsable(text);
  if (title !== undefined && cells === "") return everything(tab);
  const corners = cells.split(":");
  if (corners.length > 2) throw unparsable(text);
  const first = corner(corners[0] ?? "");
  const last = corners.length === 2 ? corner(corners[1] ?? "") : first;
  if (first === undefined || last === undefined) throw unparsable(text);
  const single = corners.length === 1;
  if (single && (first.row === undefined || first.column === undefined)) throw unparsable(text);
  const rows = span(first.row, last.row);
  const columns = span(first.column, last.column);
  return {
    tab,
    startRow: rows.start,
    endRow: rows.end,
    startColumn: columns.start,
    endColumn: columns.end,
    single,
  };
}

/** The range that carries a name; nothing when no range is called so. */
export function namedRange(book: Book, name: string): WrittenRange | undefined {
  for (const tab of book.tabs) {
    const found = tab.namedRanges.find((one) => same(one.name, name));
    if (found !== undefined) return { tab, ...found.rect, single: false };
  }
  return undefined;
}

/** The part of a written range that lies in the grid; 400 when it starts outside. */
export function boundedRange(range: WrittenRange): Rect {
  const { tab } = range;
  const rect = {
    startRow: range.startRow,
    endRow: Math.min(range.endRow ?? tab.rowCount, tab.rowCount),
    startColumn: range.startColumn,
    endColumn: Math.min(range.endColumn ?? tab.columnCount, tab.columnCount),
  };
  if (range.startRow >= tab.rowCount || range.startColumn >= tab.columnCount) {
    const asked = {
      ...rect,
      endRow: range.endRow ?? Math.max(tab.rowCount, range.startRow + 1),
      endColumn: range.endColumn ?? Math.max(tab.columnCount, range.startColumn + 1),
    };
    throw gridLimits(rangeText(tab, asked), tab.rowCount, tab.columnCount);
  }
  return rect;
}

// Titles are matched without regard to case, as the product does.
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const unquote = (text: string): string =>
  text.length >= 2 && text.startsWith("'") && text.endsWith("'")
    ? text.slice(1, -1).replaceAll("''", "'")
    : text;

function splitTitle(text: string): { title: string | undefined; cells: string } {
  if (text.startsWith("'")) {
    const quoted = /^'((?:[^']|'')*)'(?:!(.*))?$/s.exec(text);
    if (quoted === null) throw unparsable(text);
    return { title: (quoted[1] ?? "").replaceAll("''", "'"), cells: quoted[2] ?? "" };
  }
  const bang = text.lastIndexOf("!");
  return bang < 0
    ? { title: undefined, cells: text }
    : { title: text.slice(0, bang), cells: text.slice(bang + 1) };
}

interface Corner {
  readonly row: number | undefined;
  readonly column: number | undefined;
}

function corner(text: string): Corner | undefined {
  const r1c1 = /^[rR](\d+)[cC](\d+)$/.exec(text);
  if (r1c1 !== null) return { row: Number(r1c1[1]) - 1, column: Number(r1c1[2]) - 1 };
  const a1 = /^\$?([A-Za-z]{1,3})?\$?(\d{1,8})?$/.exec(text);
  if (a1 === null || text === "") return undefined;
  if (a1[2] !== undefined && Number(a1[2]) === 0) return undefined;
  return {
    row: a1[2] === undefined ? undefined : Number(a1[2]) - 1,
    column: a1[1] === undefined ? undefined : columnIndex(a1[1]),
  };
}

function span(a: number | undefined, b: number | undefined): { start: number; end: number | undefined } {
  if (a === undefined && b === undefined) return { start: 0, end: undefined };
  if (a === undefined || b === undefined) return { start: a ?? b ?? 0, end: undefined };
  return { start: Math.min(a, b), end: Math.max(a, b) + 1 };
}

const everything = (tab: Tab): WrittenRange => ({
  tab,
  startRow: 0,
  endRow: undefined,
  startColumn: 0,
  endColumn: undefined,
  single: false,
});
