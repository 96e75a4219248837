import { expect, test } from "vitest";
import { momentKnown, proposalReason, settledSentence, valueWord } from "./conflict-word";

test.each([
  [null, null, "unknown"],
  [null, "2026-03-01T09:00:00Z", "interval"],
  ["2026-03-01T08:58:00Z", "2026-03-01T09:00:00Z", "exact"],
  ["2026-03-01T08:57:59Z", "2026-03-01T09:00:00Z", "interval"],
] as const)("a moment between %s and %s is %s", (after, before, known) => {
  expect(momentKnown(after, before)).toBe(known);
});

test("reasons are sentences", () => {
  expect(proposalReason("last-write-wins")).toBe("It was written last.");
  expect(proposalReason("hash (origins overlap)")).toContain("about the same time");
  expect(settledSentence("authority")).toBe("The authoritative side wins.");
});

test("values in a word", () => {
  expect([null, "", false, ["a", "b"], "x".repeat(70)].map(valueWord)).toEqual([
    "no value",
    "empty text",
    "No",
    "a, b",
    `${"x".repeat(59)}…`,
  ]);
});
