import { columnIndex } from "./a1";
import { FormulaError } from "./formula-error";
import type { Book, Tab } from "./grid";
import type { Rect } from "./rect";

/** The cells a reference names, without its title; an open end reaches to the last row with content. */
export function spanOf(text: string, tab: Tab): Rect {
  const corner = (part: string) => /^([A-Za-z]*)(\d*)$/.exec(part.replaceAll("$", ""));
  const [from = "", to = from] = text.split(":");
  const [a, b] = [corner(from), corner(to)];
  const rows = [a?.[2], b?.[2]].map((part) => (part ? Number(part) - 1 : undefined));
  const columns = [a?.[1], b?.[1]].map((part) => (part ? columnIndex(part) : undefined));
  const span = {
    startRow: rows[0] ?? 0,
    // Below the last row with content there is nothing to read.
    endRow: rows[1] === undefined ? tab.rows.length : rows[1] + 1,
    startColumn: columns[0] ?? 0,
    endColumn: columns[1] === undefined ? tab.columnCount : columns[1] + 1,
  };
  if (Math.max(span.endRow, span.startRow + 1) > tab.rowCount || span.endColumn > tab.columnCount)
    throw new FormulaError("REF", "Reference does not exist.");
  return span;
}

/** The tab of a reference and the rest of its text; a reference without a title is to the formula's own tab. */
export function placeOf(book: Book, text: string, home: Tab): { tab: Tab; cells: string } {
  const bang = text.lastIndexOf("!");
  const title = text
    .slice(0, Math.max(bang, 0))
    .replace(/^'(.*)'$/s, "$1")
    .replaceAll("''", "'");
  const tab = bang < 0 ? home : book.tabs.find((one) => one.title === title);
  if (tab === undefined) throw new FormulaError("REF", `Unresolved sheet name '${title}'.`);
  return { tab, cells: text.slice(bang + 1) };
}
