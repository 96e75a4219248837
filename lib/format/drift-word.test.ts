import { expect, test } from "vitest";
import { driftWord } from "./drift-word";

test.each([
  [{ rows: 2, equal: 2, drifted: 1 }, "1 record is no row yet"],
  [{ rows: 2, equal: 2, drifted: 3 }, "3 records are no rows yet"],
  [{ rows: 2, equal: 1, drifted: 1 }, "1 row differs"],
  [{ rows: 2000, equal: 1, drifted: 1204 }, "1,204 rows differ"],
])("of %o it says %s", (found, word) => {
  expect(driftWord(found)).toBe(word);
});
