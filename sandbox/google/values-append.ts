import { boundedRange, parseRange } from "./a1";
import { openBook, SHEETS_WRITE } from "./access";
import { Calculator } from "./formula";
import { assertSize, assertUnprotected, type Book, rangeText, type Tab } from "./grid";
import { insertLines } from "./lines";
import type { Method } from "./methods";
import { intersects, type Rect } from "./rect";
import { byRows, type InputOption, type Major, placeLines } from "./values";
import { inputOption, majorOf, responseOptions, updateResponse, WRITE_QUERY } from "./values-methods";

interface Append {
  readonly range: string;
  readonly major: Major;
  readonly values: readonly unknown[];
  readonly input: InputOption;
  readonly insertRows: boolean;
  readonly actor: string;
}

/**
 * Finds the last table that touches the range and writes below it from that table's first column. A blank column
 * splits tables, so a longer right-hand block draws appended rows to the right: the documented misbehaviour.
 */
export function appendValues(book: Book, input: Append) {
  const range = parseRange(book, input.range);
  const { tab } = range;
  const search = boundedRange(range);
  const table = lastTable(book, tab, search);
  const lines = byRows(input.values, input.major);
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const rect: Rect = {
    startRow: table?.endRow ?? search.startRow,
    startColumn: table?.startColumn ?? search.startColumn,
    endRow: (table?.endRow ?? search.startRow) + lines.length,
    endColumn: (table?.startColumn ?? search.startColumn) + width,
  };
  if (lines.length > 0 && input.insertRows)
    insertLines(book, { tab, dimension: "ROWS", start: rect.startRow, end: rect.endRow }, rect.startRow > 0);
  tab.rowCount = Math.max(tab.rowCount, rect.endRow);
  tab.columnCount = Math.max(tab.columnCount, rect.endColumn);
  assertSize(book);
  assertUnprotected(book, tab, rect, input.actor);
  const cells = placeLines(book, tab, rect, { lines, input: input.input });
  return { written: { tab, rect, cells }, table };
}

/** The bottom one of the blocks of touching non-empty cells that meet the searched rectangle. */
function lastTable(book: Book, tab: Tab, search: Rect): Rect | undefined {
  const seen = new Set<number>();
  // Cells that an array formula fills count as content: such a formula in the header moves every append down.
  const calculator = new Calculator(book);
  const filled = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && calculator.effective(tab, row, column) !== undefined;
  let best: Rect | undefined;
  for (let row = 0; row < calculator.height(tab); row++)
    for (let column = 0; column < calculator.width(tab, row); column++) {
      if (!filled(row, column) || seen.has(row * tab.columnCount + column)) continue;
      const block = flood(tab.columnCount, { row, column }, { seen, filled });
      if (intersects(block, search) && (best === undefined || block.endRow >= best.endRow)) best = block;
    }
  return best;
}

interface Flood {
  readonly seen: Set<number>;
  readonly filled: (row: number, column: number) => boolean;
}

function flood(width: number, from: { row: number; column: number }, { seen, filled }: Flood): Rect {
  const block = { startRow: from.row, endRow: from.row, startColumn: from.column, endColumn: from.column };
  const stack = [from];
  seen.add(from.row * width + from.column);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    block.startRow = Math.min(block.startRow, next.row);
    block.endRow = Math.max(block.endRow, next.row + 1);
    block.startColumn = Math.min(block.startColumn, next.column);
    block.endColumn = Math.max(block.endColumn, next.column + 1);
    for (let row = next.row - 1; row <= next.row + 1; row++)
      for (let column = next.column - 1; column <= next.column + 1; column++) {
        if (seen.has(row * width + column) || !filled(row, column)) continue;
        seen.add(row * width + column);
        stack.push({ row, column });
      }
  }
  return block;
}

/** `values.append`: there to be avoided, with its table search as documented. */
export const APPEND_METHOD: Method = {
  id: "sheets.spreadsheets.values.append",
  verb: "POST",
  path: /^\/v4\/spreadsheets\/([^/:]+)\/values\/([^/]+):append$/,
  metering: "write",
  scopes: SHEETS_WRITE,
  query: { ...WRITE_QUERY, insertDataOption: "OVERWRITE|INSERT_ROWS" },
  body: "ValueRange",
  run({ world, caller, path, query, body }) {
    const { id } = openBook(world.library, path[0] ?? "", caller, SHEETS_WRITE);
    const { values = [], majorDimension } = body as {
      readonly values?: readonly unknown[];
      readonly majorDimension?: string;
    };
    const major = majorOf(majorDimension);
    const input = inputOption(query.get("valueInputOption"));
    return world.library.change(id, (book) => {
      const { written, table } = appendValues(book, {
        range: path[1] ?? "",
        major,
        values,
        input,
        insertRows: query.get("insertDataOption") === "INSERT_ROWS",
        actor: caller.email,
      });
      return {
        spreadsheetId: id,
        ...(table === undefined ? {} : { tableRange: rangeText(written.tab, table) }),
        updates: updateResponse(book, written, responseOptions(query, major)),
      };
    });
  },
};
