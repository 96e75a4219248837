import { expect, test } from "vitest";
import { cellText, subjectText } from "./cell";

test.each([
  ['["ACME-17"]', "ACME-17"],
  ['["DE","2024"]', "DE / 2024"],
  ['["DE",null]', "DE / no value"],
  ["[null]", "Row without a key"],
  ['[null,""]', "Row without a key"],
  ["", "Row without a key"],
  ["1f0c2a9e-5f6b-4c1d-9a70-6b9d2f3e4a51", "Row without a key (record 1f0c2a9e)"],
  ["rec_17", "rec_17"],
  ["[not json", "[not json"],
])("%s is called %s", (subject, text) => {
  expect(subjectText(subject)).toBe(text);
});

test("an instant is read as the other screens have it, with all of its digits; other texts stay", () => {
  expect(cellText("2026-11-30T04:37:00Z")).toBe("30 Nov 2026, 04:37:00 UTC");
  expect(cellText("2026-01-03T04:37:00.120Z")).toBe("3 Jan 2026, 04:37:00.120 UTC");
  for (const text of [
    "2026-11-30",
    "2026-11-30T04:37:00",
    "2026-13-30T04:37:00Z",
    "at 2026-11-30T04:37:00Z",
    "",
  ])
    expect(cellText(text)).toBe(text);
});
