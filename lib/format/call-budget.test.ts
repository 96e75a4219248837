import { expect, test } from "vitest";
import { backlogSentence, budgetSentence } from "./call-budget";

test("a budget says what was used of it", () => {
  expect(budgetSentence([{ what: "calls", perMinute: 1180, used: 12 }])).toBe(
    "12 of 1,180 calls in the last minute.",
  );
  expect(
    budgetSentence([
      { what: "reads", perMinute: 60, used: 2 },
      { what: "writes", perMinute: 60, used: 0 },
    ]),
  ).toBe("2 of 60 reads and 0 of 60 writes in the last minute.");
});

test.each([
  [{ writes: 1, seconds: 1 }, "1 write waits: about 1 s."],
  [{ writes: 1200, seconds: 401 }, "1,200 writes wait: about 7 min."],
])("a backlog says how long it takes", (backlog, sentence) =>
  expect(backlogSentence(backlog)).toBe(sentence),
);
