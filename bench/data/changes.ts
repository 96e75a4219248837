/**
 * What happens to the rows between two looks: of every 200 rows, in key order, four are edited on side A, three on
 * side B, one on both in the same cell, two are new on A, one is new on B, one is deleted on A: 6 % of the rows.
 */
export type Change = "edit-a" | "edit-b" | "edit-both" | "new-a" | "new-b" | "delete-a" | "none";

const PATTERN: Readonly<Record<number, Change>> = {
  7: "edit-a",
  23: "edit-b",
  41: "edit-a",
  59: "new-a",
  71: "edit-b",
  89: "edit-a",
  97: "edit-both",
  113: "delete-a",
  131: "new-b",
  149: "edit-b",
  167: "edit-a",
  181: "new-a",
};

/** Rows per round of the pattern. */
export const ROUND = 200;

export const changeAt = (index: number): Change => PATTERN[index % ROUND] ?? "none";

/** Whether the row exists before the changes. */
export const isOld = (index: number): boolean => !changeAt(index).startsWith("new");
