import type { Places } from "./places";

/** The last row with a company. */
export const lastRow = (places: Places): number => Math.max(1, ...places.sheetRows().map(({ row }) => row));

/** Columns that hold anything. */
export const sheetWidth = (places: Places): number =>
  Math.max(0, ...places.lines().map((line) => line.length));
