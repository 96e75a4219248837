import { expect, test } from "vitest";
import { surveySentence } from "./survey";

const side = (name: string, more: object = {}) => ({
  ...{ side: name, state: "done", rows: 1204, isWhole: true, incompleteBecause: null },
  ...more,
});
const said = (...sides: ReturnType<typeof side>[]) => surveySentence({ sides }, (name) => name.toUpperCase());

test("what was read whole, what was cut, what may be missing, and what was not read", () => {
  expect(said(side("a"), side("b", { rows: 1 }))).toBe("Checked against 1,204 rows of A, 1 row of B.");
  expect(said(side("a", { isWhole: false, rows: 20000 }))).toBe(
    "Checked against the first 20,000 rows of A.",
  );
  expect(said(side("a", { incompleteBecause: "Notion stopped at 10,000." }))).toContain(
    "Notion stopped at 10,000.",
  );
  expect(said(side("a", { state: "failed", rows: 0 }))).toContain("nothing below is checked");
});
