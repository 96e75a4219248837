import { describe, expect, test } from "vitest";
import { MOST_FAILURES, nextTick, retryTick } from "./schedule";

const NOW = new Date("2026-11-28T12:00:00.000Z");
const minutesUntil = (at: Date | null): number | null => at && (at.getTime() - NOW.getTime()) / 60_000;

test.each([
  ["realtime", 1],
  ["minutes:1", 1],
  ["minutes:45", 45],
  ["hourly", 60],
  ["daily", 1440],
  ["manual", null],
  ["minutes:0", null],
  ["whenever", null],
])("on the schedule %s the next tick is in %s minutes", (schedule, minutes) => {
  expect(minutesUntil(nextTick(schedule, NOW))).toBe(minutes);
});

describe("after failures in a row", () => {
  const waits = (schedule: string) =>
    Array.from({ length: MOST_FAILURES }, (_, at) => minutesUntil(retryTick(schedule, at + 1, NOW)));

  test("a fast schedule is tried later each time, and after eight not by itself any more", () => {
    expect(waits("minutes:1")).toEqual([2, 4, 8, 16, 32, 64, 128, null]);
    expect(waits("realtime")).toEqual(waits("minutes:1"));
  });

  test("never sooner than the schedule says", () => {
    expect(waits("hourly")).toEqual([60, 60, 60, 60, 60, 64, 128, null]);
    expect(waits("daily")).toEqual([...Array.from({ length: 7 }, () => 1440), null]);
  });

  test("not at all where nothing is done without asking", () => {
    expect(waits("manual")).toEqual(Array.from({ length: MOST_FAILURES }, () => null));
  });
});
