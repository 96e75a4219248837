import { expect, test } from "vitest";
import { exactTime, formatDuration, relativeTime, span } from "./moment";

const NOW = Date.parse("2026-11-23T12:00:00Z");

test.each([
  [0, "just now"],
  [-9_999, "just now"],
  [-10_000, "10 s ago"],
  [-59_999, "59 s ago"],
  [-60_000, "1 min ago"],
  [-3_599_999, "59 min ago"],
  [-7_200_000, "2 h ago"],
  [-86_400_000 * 3, "3 d ago"],
  [5_000, "now"],
  [120_000, "in 2 min"],
])("%d ms from now is %s", (ms, text) =>
  expect(relativeTime(new Date(NOW + ms).toISOString(), NOW)).toBe(text),
);

test("the exact time is in UTC and says so", () => {
  expect(exactTime("2026-11-03T04:05:06.789Z")).toBe("3 Nov 2026, 04:05:06 UTC");
  expect(exactTime("2026-11-03T04:05:06+02:00")).toBe("3 Nov 2026, 02:05:06 UTC");
});

test.each([
  [-5, "0 ms"],
  [420, "420 ms"],
  [4_200, "4.2 s"],
  [59_999, "59.9 s"],
  [65_000, "1 min 05 s"],
  [3_600_000 * 2 + 60_000 * 3, "2 h 03 min"],
])("%d ms lasts %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

test("what has not ended lasts until now", () => {
  const start = new Date(NOW - 5_000).toISOString();
  expect(span(start, null, NOW)).toBe("5.0 s");
  expect(span(start, new Date(NOW - 4_000).toISOString(), NOW)).toBe("1.0 s");
});
