import { expect, test } from "vitest";
import type { DataColumn, SortedBy } from "./data-table-column";
import { compareValues, nextOrder, sortedRows } from "./data-table-order";

test.each([
  [2, 10, -1],
  ["Row 2", "Row 10", -1],
  ["acme", "ACME", 0],
  ["b", "A", 1],
])("%s and %s", (a, b, sign) => {
  expect(Math.sign(compareValues(a, b))).toBe(sign);
});

interface Line {
  readonly id: string;
  readonly rows: number | null;
}

const LINES: readonly Line[] = [
  { id: "a", rows: 2 },
  { id: "b", rows: null },
  { id: "c", rows: 10 },
  { id: "d", rows: 2 },
];

const ROWS: DataColumn<Line> = { id: "rows", head: "Rows", cell: () => null, sortBy: ({ rows }) => rows };
const NAME: DataColumn<Line> = { id: "name", head: "Name", cell: () => null, sortBy: ({ id }) => id };

test.each([
  [false, "adcb"],
  [true, "cadb"],
])("what has no value comes last and equals stay as they were, descending: %s", (isDescending, order) => {
  const sorted = sortedRows(LINES, ROWS.sortBy, isDescending);
  expect(sorted.map(({ id }) => id).join("")).toBe(order);
});

test.each([
  [ROWS, [true, false, null]],
  [NAME, [false, true, null]],
])("presses on one head: largest or first on top, then the other way, then as it came", (column, ways) => {
  let by: SortedBy | null = { column: "another", isDescending: false };
  for (const isDescending of ways) {
    by = nextOrder(by, column, LINES);
    expect(by).toEqual(isDescending === null ? null : { column: column.id, isDescending });
  }
});
