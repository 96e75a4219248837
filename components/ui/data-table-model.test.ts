import { expect, test } from "vitest";
import { compareValues } from "./data-table-model";

test.each([
  [2, 10, -1],
  ["Row 2", "Row 10", -1],
  ["acme", "ACME", 0],
  ["b", "A", 1],
])("%s and %s", (a, b, sign) => {
  expect(Math.sign(compareValues(a, b))).toBe(sign);
});
