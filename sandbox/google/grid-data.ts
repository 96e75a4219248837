import type { Cell } from "./cell-value";
import type { FieldMask } from "./field-mask";
import type { Calculator } from "./formula";
import type { Column, Row, Tab } from "./grid";
import type { LocaleRules } from "./locale";
import { columnEntries, rowEntries } from "./metadata";
import type { Rect } from "./rect";
import { shownText } from "./render";

export interface GridDataContext {
  readonly mask: FieldMask;
  readonly calculator: Calculator;
  readonly rules: LocaleRules;
  readonly project: string;
}

/** One `GridData`: rows up to the last with content, cells up to the last of each row, dimension properties for all. */
export function gridDataOf(tab: Tab, rect: Rect, context: GridDataContext): Record<string, unknown> {
  const { mask } = context;
  const data: Record<string, unknown> = {};
  if (rect.startRow > 0 && mask.under("startRow")) data.startRow = rect.startRow;
  if (rect.startColumn > 0 && mask.under("startColumn")) data.startColumn = rect.startColumn;
  const rows = mask.under("rowData");
  if (rows !== undefined) {
    const rowData = rowsOf(tab, rect, rows, context);
    if (rowData.length > 0) data.rowData = rowData;
  }
  const rowMask = mask.under("rowMetadata");
  if (rowMask !== undefined)
    data.rowMetadata = lines(rect.startRow, rect.endRow, (index) =>
      rowMask.pick(dimension(tab.rows[index], 21, rowEntries(tab, index, context.project))),
    );
  const columnMask = mask.under("columnMetadata");
  if (columnMask !== undefined)
    data.columnMetadata = lines(rect.startColumn, rect.endColumn, (index) =>
      columnMask.pick(dimension(tab.columns[index], 100, columnEntries(tab, index, context.project))),
    );
  return data;
}

function lines<T>(start: number, end: number, one: (index: number) => T): T[] {
  return Array.from({ length: end - start }, (_, step) => one(start + step));
}

const dimension = (line: Row | Column | undefined, pixelSize: number, entries: readonly unknown[]) => ({
  pixelSize,
  ...line?.properties,
  ...(entries.length > 0 ? { developerMetadata: entries } : {}),
});

function rowsOf(tab: Tab, rect: Rect, mask: FieldMask, context: GridDataContext): unknown[] {
  const values = mask.under("values");
  const rows: unknown[] = [];
  let lastFilled = 0;
  for (let row = rect.startRow; row < Math.min(rect.endRow, context.calculator.height(tab)); row++) {
    const cells = tab.rows[row]?.cells ?? [];
    const width = context.calculator.width(tab, row);
    const line: unknown[] = [];
    for (let column = rect.startColumn; column < Math.min(rect.endColumn, width); column++)
      line.push(
        values === undefined ? {} : cellView(cells[column], { tab, row, column, mask: values }, context),
      );
    const shows = (column: number): boolean =>
      cells[column] !== undefined || context.calculator.effective(tab, row, column) !== undefined;
    while (line.length > 0 && !shows(rect.startColumn + line.length - 1)) line.pop();
    rows.push(line.length > 0 && values !== undefined ? { values: line } : {});
    if (line.length > 0) lastFilled = rows.length;
  }
  return rows.slice(0, lastFilled);
}

interface CellPlace {
  readonly tab: Tab;
  readonly row: number;
  readonly column: number;
  readonly mask: FieldMask;
}

const STORED = ["note", "dataValidation", "textFormatRuns", "chipRuns", "pivotTable"] as const;

/** A `CellData` with the selected fields only; built by hand because this runs for every cell of a sheet. */
function cellView(
  cell: Cell | undefined,
  place: CellPlace,
  context: GridDataContext,
): Record<string, unknown> {
  const view: Record<string, unknown> = {};
  const { mask } = place;
  const entered = cell?.userEnteredValue;
  const format = cell?.userEnteredFormat;
  const enteredMask = mask.under("userEnteredValue");
  if (entered !== undefined && enteredMask !== undefined) view.userEnteredValue = enteredMask.pick(entered);
  if (entered !== undefined || context.calculator.width(place.tab, place.row) > place.column) {
    const effectiveMask = mask.under("effectiveValue");
    const formattedMask = mask.under("formattedValue");
    if (effectiveMask !== undefined || formattedMask !== undefined) {
      const effective = context.calculator.effective(place.tab, place.row, place.column);
      if (effective !== undefined && effectiveMask !== undefined)
        view.effectiveValue = effectiveMask.pick(effective);
      if (effective !== undefined && formattedMask !== undefined)
        view.formattedValue = shownText(effective, cell, context.rules);
    }
  }
  const formatMask = mask.under("userEnteredFormat");
  if (format !== undefined && formatMask !== undefined) {
    const picked = formatMask.pick(format);
    if (Object.keys(picked).length > 0) view.userEnteredFormat = picked;
  }
  const effectiveFormat = mask.under("effectiveFormat");
  if (effectiveFormat !== undefined && format !== undefined)
    view.effectiveFormat = effectiveFormat.pick(format);
  for (const name of STORED) {
    const below = mask.under(name);
    if (below !== undefined && cell?.[name] !== undefined) view[name] = below.pick(cell[name]);
  }
  return view;
}
