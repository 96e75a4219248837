import { expect, test } from "vitest";
import { actionWord, entryWord } from "./action-word";

test.each([
  [{ action: "row.written", op: "create" }, "Row made on a side"],
  [{ action: "row.written", op: "update" }, "Row changed on a side"],
  [{ action: "row.written", op: "delete" }, "Row deleted on a side"],
  [{ action: "row.written", op: null }, "Row written"],
  [{ action: "row.written", op: "other" }, "Row written"],
  [{ action: "row.refused", op: "delete" }, "Write refused"],
  [{ action: "nobody.knows", op: null }, "nobody.knows"],
])("an entry %o says %s", (entry, word) => {
  expect(entryWord(entry)).toBe(word);
});

test("a filter names the action for all of them", () => {
  expect(actionWord("row.written")).toBe("Row written");
});
