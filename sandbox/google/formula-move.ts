import { columnIndex } from "./a1";
import type { Cell } from "./cell-value";
import { tokens } from "./formula-parse";
import { type Book, columnName, type Rect, type Row, type Tab } from "./grid";
import { localeRules } from "./locale";

// Rows are immutable, so whether one holds a formula is found out once.
const known = new WeakMap<Row, boolean>();

function holdsFormula(row: Row): boolean {
  const before = known.get(row);
  if (before !== undefined) return before;
  const holds = row.cells.some((cell) => cell?.userEnteredValue?.formulaValue !== undefined);
  known.set(row, holds);
  return holds;
}

const UNBOUNDED = 1_000_000_000;

/** Rewrites every reference to `target` in the book's formulas after its lines moved; a lost one becomes #REF!. */
export function rewriteReferences(book: Book, target: Tab, move: (rect: Rect) => Rect | undefined): void {
  const { decimal } = localeRules(book.locale);
  for (const tab of book.tabs)
    for (const [index, row] of tab.rows.entries()) {
      if (row === undefined || !holdsFormula(row)) continue;
      const cells = row.cells.map((cell) =>
        mapFormula(cell, decimal, (title, reference) => {
          const named = title === "" ? tab.title : plainTitle(title);
          return named === target.title ? movedText(reference, move) : reference;
        }),
      );
      if (cells.some((cell, column) => cell !== row.cells[column])) tab.rows[index] = { ...row, cells };
    }
}

/** The cell with its formula's relative references moved by a distance, as a paste does. */
export function offsetFormula(
  cell: Cell | undefined,
  decimal: string,
  by: { rows: number; columns: number },
) {
  return mapFormula(cell, decimal, (_, reference) =>
    reference.replace(/(\$?)([A-Za-z]{1,3})?(\$?)(\d+)?/g, (part, fixColumn, letters, fixRow, digits) => {
      if (part === "") return "";
      const column =
        letters === undefined || fixColumn === "$" ? letters : shiftedName(columnIndex(letters) + by.columns);
      const row = digits === undefined || fixRow === "$" ? digits : Number(digits) + by.rows;
      if (column === undefined && letters !== undefined) return "#REF!";
      if (typeof row === "number" && row < 1) return "#REF!";
      return `${fixColumn}${column ?? ""}${fixRow}${row ?? ""}`;
    }),
  );
}

const shiftedName = (index: number): string | undefined => (index < 0 ? undefined : columnName(index));

const plainTitle = (title: string): string => title.replace(/^'(.*)'$/s, "$1").replaceAll("''", "'");

function mapFormula(
  cell: Cell | undefined,
  decimal: string,
  map: (title: string, reference: string) => string,
): Cell | undefined {
  const formula = cell?.userEnteredValue?.formulaValue;
  if (formula === undefined) return cell;
  let result = "=";
  let copied = 0;
  const body = formula.slice(1);
  for (const token of tokens(body, decimal) ?? []) {
    if (token.kind !== "range") continue;
    const bang = token.text.lastIndexOf("!");
    const title = bang < 0 ? "" : token.text.slice(0, bang);
    const mapped = map(title, token.text.slice(bang + 1));
    result += body.slice(copied, token.at) + (mapped === "#REF!" || bang < 0 ? mapped : `${title}!${mapped}`);
    copied = token.at + token.text.length;
  }
  result += body.slice(copied);
  return result === formula ? cell : { ...cell, userEnteredValue: { formulaValue: result } };
}

function movedText(reference: string, move: (rect: Rect) => Rect | undefined): string {
  const corners = reference.split(":").map((text) => /^(\$?)([A-Za-z]*)(\$?)(\d*)$/.exec(text));
  const [first, last = first] = corners;
  if (!first || !last) return reference;
  // "2:5" parses with its first "$" in the column's place; both are kept by position.
  const hasColumns = first[2] !== "";
  const hasRows = first[4] !== "";
  const rect = move({
    startRow: hasRows ? Number(first[4]) - 1 : 0,
    endRow: hasRows ? Number(last[4]) : UNBOUNDED,
    startColumn: hasColumns ? columnIndex(first[2] ?? "") : 0,
    endColumn: hasColumns ? columnIndex(last[2] ?? "") + 1 : UNBOUNDED,
  });
  if (rect === undefined) return "#REF!";
  const text = (corner: RegExpExecArray, row: number, column: number): string =>
    `${corner[1]}${hasColumns ? columnName(column) : ""}${corner[3]}${hasRows ? row + 1 : ""}`;
  const start = text(first, rect.startRow, rect.startColumn);
  return corners.length === 1 ? start : `${start}:${text(last, rect.endRow - 1, rect.endColumn - 1)}`;
}
