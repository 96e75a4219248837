import { FIELD_TYPES, type FieldType } from "@/lib/engine/value";
import type { SideField, SideShape } from "../connector";
import type { GridCell } from "./cell";
import { type Entered, enteredAs } from "./column-format";
import { cellAt, type Grid } from "./grid-read";
import { HEADER_ROW, headerColumns, headerProblems } from "./header";
import type { Tab } from "./tab";

/** Rows looked at to tell the columns' types. */
const SAMPLE_ROWS = 200;

/**
 * The tab's columns as its header and first rows show them.
 *
 * A column's id is that of our mark on it if it has one, else its header's text (see `headerColumns`). Marks
 * are developer metadata in the customer's spreadsheet and are placed only with the customer's consent.
 */
export async function shapeOf(tab: Tab): Promise<SideShape> {
  const grid = await tab.sample(SAMPLE_ROWS);
  const rows: (readonly GridCell[])[] = [];
  for (let row = HEADER_ROW + 1; row <= SAMPLE_ROWS; row += 1) rows.push(grid.rows.get(row) ?? []);
  return {
    fields: headerColumns(grid).map(({ id, name, index }) =>
      fieldOf(
        { id, name },
        rows.map((cells) => cellAt(cells, index)),
        enteredAs(grid.firstRow[index] ?? {}),
      ),
    ),
    rowCount: rowCountOf(grid, rows),
    problems: headerProblems(grid),
  };
}

function rowCountOf(grid: Grid, rows: readonly (readonly GridCell[])[]): number | null {
  if (grid.tab.rowCount > SAMPLE_ROWS + 1) return null;
  return rows.filter((cells) => cells.some((cell) => cell.content.kind !== "empty" && !cell.computed)).length;
}

function fieldOf(
  column: { readonly id: string; readonly name: string },
  cells: readonly GridCell[],
  entered: Entered | null,
): SideField {
  const filled = cells.filter(({ content }) => content.kind !== "empty");
  // While it is empty, a column is what people are to enter into it.
  const told = filled.length === 0 ? entered : null;
  const type = told?.type ?? typeOf(filled);
  const computed = isComputed(filled);
  return {
    ...column,
    type,
    alternatives: FIELD_TYPES.filter((each) => each !== type),
    native: computed ? "formula" : filled.length === 0 && told === null ? "empty" : type,
    writable: !computed,
    readOnlyReason: computed
      ? "The column holds formulas; their results are read and never overwritten."
      : null,
    keyPart: false,
    options: told?.options ?? null,
    relatesTo: null,
  };
}

/** A column belongs to its formulas when they fill at least half of its filled cells. */
export const isComputed = (filled: readonly GridCell[]): boolean =>
  filled.length > 0 && filled.filter(({ computed }) => computed).length * 2 >= filled.length;

function typeOf(filled: readonly GridCell[]): FieldType {
  const kinds = new Set(filled.map(kindOf));
  kinds.delete(null);
  if (kinds.size === 1) for (const kind of kinds) return kind ?? "text";
  if (kinds.size === 2 && kinds.has("date") && kinds.has("datetime")) return "datetime";
  return "text";
}

/** Errors say nothing about a column's type. */
function kindOf({ content, format }: GridCell): FieldType | null {
  if (content.kind === "error") return null;
  if (content.kind === "boolean") return "boolean";
  if (content.kind !== "number") return "text";
  if (format === "date" || format === "datetime") return format;
  // As a number a code would lose its leading zeros.
  return format === "time" || format === "duration" || /^0\d/.test(content.text ?? "") ? "text" : "number";
}
