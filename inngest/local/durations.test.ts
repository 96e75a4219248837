import { describe, expect, it } from "vitest";
import { delayMs, durationMs } from "./durations";

describe("durationMs", () => {
  it.each([
    ["1s", 1000],
    ["1500ms", 1500],
    ["2h30m10s", 9_010_000],
    ["1w1d", 691_200_000],
    ["1.5h", 5_400_000],
    ["365d", 31_536_000_000],
  ])("reads %s", (text, ms) => expect(durationMs(text)).toBe(ms));
  it.each(["", "1", "s", "1x", "-1s", "1s ", "2026-01-01"])("refuses %j", (text) =>
    expect(durationMs(text)).toBeNull(),
  );
});

describe("delayMs", () => {
  const now = Date.parse("2026-01-01T00:00:00.000Z");
  it("counts to a date, from now", () => expect(delayMs("2026-01-01T00:00:05.000Z", now)).toBe(5000));
  it("does not wait for the past", () => expect(delayMs("2025-01-01T00:00:00.000Z", now)).toBe(0));
  it("takes durations", () => expect(delayMs("1m", now)).toBe(60_000));
  it("refuses the rest", () => expect(delayMs("soon", now)).toBeNull());
});
