import { columnIndex } from "./a1";
import type { Cell } from "./cell-value";
import { tokens } from "./formula-parse";
import { type Book, columnName, quotedTitle, type Row, type Tab } from "./grid";
import { localeRules } from "./locale";
import { contains, type Rect } from "./rect";

// Rows are immutable, so whether one holds a formula is found out once.
const known = new WeakMap<Row, boolean>();

export function holdsFormula(row: Row): boolean {
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
          return withTitle(title, named === target.title ? movedText(reference, move) : reference);
        }),
      );
      if (cells.some((cell, column) => cell !== row.cells[column])) tab.rows[index] = { ...row, cells };
    }
}

const withTitle = (title: string, reference: string): string =>
  title === "" || reference === "#REF!" ? reference : `${title}!${reference}`;

export interface CutCells {
  readonly from: { readonly tab: Tab; readonly rect: Rect };
  readonly to: { readonly tab: Tab; readonly startRow: number; readonly startColumn: number };
}

/**
 * Lets every reference that lies in cut cells point at where they go, and those in the cut cells keep pointing where
 * they did. For cells that are still where they were.
 */
export function followCutCells(book: Book, { from, to }: CutCells): void {
  const { decimal } = localeRules(book.locale);
  const by = { rows: to.startRow - from.rect.startRow, columns: to.startColumn - from.rect.startColumn };
  const move = (rect: Rect): Rect => (contains(from.rect, rect) ? movedBy(rect, by) : rect);
  const cut = (tab: Tab, row: number, column: number): boolean =>
    tab === from.tab &&
    contains(from.rect, { startRow: row, endRow: row + 1, startColumn: column, endColumn: column + 1 });
  for (const tab of book.tabs)
    for (const [index, row] of tab.rows.entries()) {
      if (row === undefined || !holdsFormula(row)) continue;
      const cells = row.cells.map((cell, column) => {
        const lands = cut(tab, index, column) ? to.tab : tab;
        return mapFormula(cell, decimal, (title, reference) => {
          const named = title === "" ? tab.title : plainTitle(title);
          const moved = named === from.tab.title ? movedText(reference, move) : reference;
          const target = moved === reference ? named : to.tab.title;
          if (target === named && (title !== "" || lands === tab)) return withTitle(title, moved);
          return target === lands.title ? moved : `${quotedTitle(target)}!${moved}`;
        });
      });
      if (cells.some((cell, column) => cell !== row.cells[column])) tab.rows[index] = { ...row, cells };
    }
}

export const movedBy = (rect: Rect, by: { rows: number; columns: number }): Rect => ({
  startRow: rect.startRow + by.rows,
  endRow: rect.endRow + by.rows,
  startColumn: rect.startColumn + by.columns,
  endColumn: rect.endColumn + by.columns,
});

/** The cell with its formula's relative references moved by a distance, as a paste does. */
export function offsetFormula(
  cell: Cell | undefined,
  decimal: string,
  by: { rows: number; columns: number },
) {
  return mapFormula(cell, decimal, (title, reference) => {
    const moved = reference.replace(
      /(\$?)([A-Za-z]{1,3})?(\$?)(\d+)?/g,
      (part, fixColumn, letters, fixRow, digits) => {
        if (part === "") return "";
        const column =
          letters === undefined || fixColumn === "$"
            ? letters
            : shiftedName(columnIndex(letters) + by.columns);
        const row = digits === undefined || fixRow === "$" ? digits : Number(digits) + by.rows;
        if (column === undefined && letters !== undefined) return "#REF!";
        if (typeof row === "number" && row < 1) return "#REF!";
        return `${fixColumn}${column ?? ""}${fixRow}${row ?? ""}`;
      },
    );
    return withTitle(title, moved);
  });
}

const shiftedName = (index: number): string | undefined => (index < 0 ? undefined : columnName(index));

const plainTitle = (title: string): string => title.replace(/^'(.*)'$/s, "$1").replaceAll("''", "'");

function mapFormula(
  cell: Cell | undefined,
  decimal: string,
  /** The whole reference anew, from its title ("" without one) and the rest. */
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
    result += body.slice(copied, token.at) + map(title, token.text.slice(bang + 1));
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
