import { invalidArgument } from "../errors";
import { assertUnprotected, tabById } from "../grid";
import {
  appendLines,
  type Dimension,
  type DimensionRange,
  deleteLines,
  insertLines,
  linesOf,
  linesRect,
  moveLines,
} from "../lines";
import type { Apply } from "./context";

export const appendDimension: Apply<{
  readonly sheetId?: number;
  readonly dimension?: Dimension;
  readonly length?: number;
}> = ({ book }, request) => {
  if (request.dimension === undefined) throw invalidArgument("dimension must be specified.");
  appendLines(book, tabById(book, request.sheetId ?? 0), request.dimension, request.length ?? 0);
  return undefined;
};

export const insertDimension: Apply<{
  readonly range?: DimensionRange;
  readonly inheritFromBefore?: boolean;
}> = ({ book }, request) => {
  if (request.range?.endIndex === undefined || request.range.startIndex === undefined)
    throw invalidArgument("range.startIndex and range.endIndex must both be specified.");
  insertLines(book, linesOf(book, request.range), request.inheritFromBefore ?? false);
  return undefined;
};

export const deleteDimension: Apply<{ readonly range?: DimensionRange }> = (
  { book, actor, metadataIds },
  request,
) => {
  const lines = linesOf(book, request.range);
  assertUnprotected(book, lines.tab, linesRect(lines), actor);
  // Deleted lines take their metadata along, which frees its ids for the rest of the batch.
  const all = lines.dimension === "ROWS" ? lines.tab.rows : lines.tab.columns;
  const gone = all.slice(lines.start, lines.end).flatMap((line) => line?.metadata ?? []);
  deleteLines(book, lines);
  for (const entry of gone) metadataIds().delete(entry.metadataId);
  return undefined;
};

export const moveDimension: Apply<{
  readonly source?: DimensionRange;
  readonly destinationIndex?: number;
}> = ({ book, actor }, request) => {
  const lines = linesOf(book, request.source);
  assertUnprotected(book, lines.tab, linesRect(lines), actor);
  moveLines(book, lines, request.destinationIndex ?? 0);
  return undefined;
};
