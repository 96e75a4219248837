import type { Cell, ExtendedValue } from "../cell-value";
import { invalidArgument } from "../errors";
import { Calculator } from "../formula";
import { offsetFormula } from "../formula-move";
import { assertUnprotected, editRow, type GridRange } from "../grid";
import { localeRules } from "../locale";
import { intersects } from "../rect";
import { rangeOf } from "./cells";
import type { Apply } from "./context";

interface SortSpec {
  readonly dimensionIndex?: number;
  readonly sortOrder?: "ASCENDING" | "DESCENDING";
}

/**
 * Permutes the cells of a range: values, formats, notes and validation move together, relative references are
 * rewritten. Cells of the same rows outside the range, and the rows' metadata, stay where they are.
 */
export const sortRange: Apply<{ readonly range?: GridRange; readonly sortSpecs?: readonly SortSpec[] }> = (
  { book, actor },
  request,
) => {
  const { tab, rect } = rangeOf(book, request.range);
  const specs = request.sortSpecs ?? [];
  if (specs.length === 0) throw invalidArgument("sortSpecs must not be empty.");
  for (const { dimensionIndex = 0 } of specs)
    if (dimensionIndex < rect.startColumn || dimensionIndex >= rect.endColumn)
      throw invalidArgument(`sortSpecs.dimensionIndex[${dimensionIndex}] is outside the range.`);
  if (tab.merges.some((merge) => intersects(merge, rect)))
    throw invalidArgument("You can't sort a range that contains merged cells.");
  assertUnprotected(book, tab, rect, actor);
  const calculator = new Calculator(book);
  const end = Math.min(rect.endRow, tab.rows.length);
  const lines = Array.from({ length: Math.max(0, end - rect.startRow) }, (_, step) => {
    const row = rect.startRow + step;
    return {
      row,
      cells: tab.rows[row]?.cells.slice(rect.startColumn, rect.endColumn) ?? [],
      keys: specs.map(({ dimensionIndex = 0 }) => calculator.effective(tab, row, dimensionIndex)),
    };
  });
  lines.sort((a, b) => {
    for (const [index, spec] of specs.entries()) {
      const order = compare(a.keys[index], b.keys[index], spec.sortOrder === "DESCENDING" ? -1 : 1);
      if (order !== 0) return order;
    }
    return 0;
  });
  const { decimal } = localeRules(book.locale);
  for (const [step, line] of lines.entries()) {
    const to = rect.startRow + step;
    if (to === line.row) continue;
    editRow(book, tab, to, (cells) => {
      for (let column = rect.startColumn; column < rect.endColumn; column++) {
        while (cells.length <= column) cells.push(undefined);
        const cell: Cell | undefined = line.cells[column - rect.startColumn];
        cells[column] = offsetFormula(cell, decimal, { rows: to - line.row, columns: 0 });
      }
    });
  }
  return undefined;
};

/** Numbers before texts before booleans before errors; empty cells last in either direction. */
function compare(a: ExtendedValue | undefined, b: ExtendedValue | undefined, direction: 1 | -1): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  const rank = (value: ExtendedValue): number =>
    value.numberValue !== undefined
      ? 0
      : value.stringValue !== undefined
        ? 1
        : value.boolValue !== undefined
          ? 2
          : 3;
  if (rank(a) !== rank(b)) return (rank(a) - rank(b)) * direction;
  if (a.numberValue !== undefined) return (a.numberValue - (b.numberValue ?? 0)) * direction;
  if (a.stringValue !== undefined)
    return a.stringValue.localeCompare(b.stringValue ?? "", "en", { sensitivity: "base" }) * direction;
  return (Number(a.boolValue ?? false) - Number(b.boolValue ?? false)) * direction;
}
