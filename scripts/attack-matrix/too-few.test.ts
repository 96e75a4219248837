import { expect, test } from "vitest";
import { tooFew } from "./too-few";

test("a matrix that asks almost nothing is no proof", () => {
  expect(tooFew(4999)).toEqual([{ label: "", what: expect.stringContaining("only 4999 cells") }]);
  expect(tooFew(5000)).toEqual([]);
});
