import { expect, test } from "vitest";
import { attentionCount, attentionPlural, proofOfAll } from "./attention-word";

test.each([
  ["conflict", 24, "24 conflicts"],
  ["issue", 1, "1 row"],
  ["stopped", 2, "2 registries"],
  ["drift", 1, "1 registry"],
])("%s, %i: %s", (kind, count, text) => expect(attentionCount(kind, count)).toBe(text));

test("a kind that nobody knows has no word, and no error", () => {
  expect(attentionPlural("constructor-of-nothing")).toBe("");
});

test.each([
  [{ registries: 3, checked: 3, rows: 4512, equal: 4512 }, "3 registries, 4,512 of 4,512 rows equal"],
  [{ registries: 3, checked: 1, rows: 1, equal: 1 }, "3 registries, 1 of them checked: 1 of 1 row equal"],
  [{ registries: 1, checked: 0, rows: 0, equal: 0 }, "1 registry, not checked yet"],
  [{ registries: 0, checked: 0, rows: 0, equal: 0 }, "There is no registry yet"],
])("what is not checked is not said to be equal: %j", (proof, text) => expect(proofOfAll(proof)).toBe(text));
