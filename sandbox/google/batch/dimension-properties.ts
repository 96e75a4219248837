import type { JsonObject } from "../cell-value";
import { invalidArgument } from "../errors";
import { assignMasked, parseMask } from "../field-mask";
import { placeRow } from "../grid";
import { type DimensionRange, lineCount, linesOf } from "../lines";
import type { Apply } from "./context";

/** Hides, shows or sizes rows or columns. */
export const updateDimensionProperties: Apply<{
  readonly range?: DimensionRange;
  readonly properties?: JsonObject;
  readonly fields?: string;
}> = ({ book }, request) => {
  if (!request.fields) throw invalidArgument("At least one field must be listed in 'fields'.");
  const { tab, dimension, start, end } = linesOf(book, request.range);
  if (end > lineCount(tab, dimension)) throw invalidArgument("range is outside the grid.");
  const mask = parseMask(request.fields, "fields");
  for (let at = start; at < end; at++) {
    const before = dimension === "ROWS" ? tab.rows[at]?.properties : tab.columns[at]?.properties;
    const properties = assignMasked(before ?? {}, request.properties ?? {}, mask) as JsonObject;
    if (dimension === "ROWS")
      placeRow(tab, at, { ...(tab.rows[at] ?? { id: book.nextRowId++, cells: [] }), properties });
    else {
      while (tab.columns.length < at) tab.columns.push(undefined);
      tab.columns[at] = { ...tab.columns[at], properties };
    }
  }
  return undefined;
};
