import { expect, test } from "vitest";
import { isTimeZone, localDay, nextMorning } from "./morning";

test.each([
  ["UTC", "2026-11-29T07:59:00Z", "2026-11-29T08:00:00.000Z"],
  ["UTC", "2026-11-29T08:00:00Z", "2026-11-30T08:00:00.000Z"],
  ["Europe/Berlin", "2026-11-29T06:30:00Z", "2026-11-29T07:00:00.000Z"],
  ["America/New_York", "2026-11-29T10:00:00Z", "2026-11-29T13:00:00.000Z"],
  ["Asia/Kathmandu", "2026-11-29T00:00:00Z", "2026-11-29T02:15:00.000Z"],
  ["Pacific/Kiritimati", "2026-11-29T10:00:00Z", "2026-11-29T18:00:00.000Z"],
  // The clocks there go forward in the night between.
  ["Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T06:00:00.000Z"],
  ["Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T07:00:00.000Z"],
])("eight in the morning in %s, after %s", (zone, now, morning) => {
  expect(nextMorning(new Date(now), zone).toISOString()).toBe(morning);
});

test("the day is the one there", () => {
  const at = new Date("2026-11-29T23:30:00Z");
  expect([localDay(at, "UTC"), localDay(at, "Asia/Tokyo")]).toEqual(["2026-11-29", "2026-11-30"]);
});

test("a zone is one that the clocks know", () => {
  expect(["Europe/Berlin", "UTC", "Mars/Olympus", ""].map(isTimeZone)).toEqual([true, true, false, false]);
});
