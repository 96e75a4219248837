import { expect, test } from "vitest";
import { directionWord } from "./direction-word";

const sides = [
  { id: "n", kind: "notion", title: "Notion: Cities" },
  { id: "a", kind: "google-sheets", title: "Google Sheets: Plan" },
  { id: "b", kind: "google-sheets", title: "Google Sheets: Fact" },
];

test.each([
  [{ from: "n", to: "a" }, "Notion → Plan"],
  [{ from: "a", to: "b" }, "Plan → Fact"],
  [{ from: null, to: "n" }, "A person's order → Notion"],
  [{ from: "gone", to: "n" }, "A side that was removed → Notion"],
])("%o is %s", (direction, word) => {
  expect(directionWord(sides, direction)).toBe(word);
});
