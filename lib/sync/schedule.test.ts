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
  expect(minutesUntil(nextTick({ schedule, leastMinutes: 0 }, NOW))).toBe(minutes);
});

test("a plan that allows less than the schedule asks for goes before it", () => {
  const ticks = ["realtime", "minutes:45", "hourly", "daily", "manual"].map((schedule) =>
    minutesUntil(nextTick({ schedule, leastMinutes: 60 }, NOW)),
  );
  expect(ticks).toEqual([60, 60, 60, 1440, null]);
  expect(minutesUntil(retryTick({ schedule: "minutes:1", leastMinutes: 1440 }, 1, NOW))).toBe(1440);
});

describe("after failures in a row", () => {
  const waits = (schedule: string) =>
    Array.from({ length: MOST_FAILURES }, (_, at) =>
      minutesUntil(retryTick({ schedule, leastMinutes: 0 }, at + 1, NOW)),
    );

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
