import { describe, expect, it } from "vitest";
import { backoffMs, retryAfterMs } from "./backoff";

describe("backoffMs", () => {
  it("follows the real server's table and stays at its end", () => {
    const minutes = Array.from({ length: 12 }, (_, failed) => backoffMs(failed, 0, 1) / 60_000);
    expect(minutes).toEqual([0.25, 0.5, 1, 2, 5, 10, 20, 40, 60, 120, 120, 120]);
  });
  it("adds up to 30 seconds by chance, and scales", () => {
    expect(backoffMs(0, 0.5, 1)).toBe(30_000);
    expect(backoffMs(0, 0.5, 0.001)).toBe(30);
    expect(backoffMs(3, 0.9, 0)).toBe(0);
  });
});

describe("retryAfterMs", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  it.each([
    ["0", 0],
    ["2", 2000],
    ["Thu, 01 Jan 2026 00:00:03 GMT", 3000],
    ["2026-01-01T00:00:04Z", 4000],
    ["2020-01-01T00:00:00Z", 0],
    ["999999999", 86_400_000],
    ["soon", null],
    [undefined, null],
  ])("reads %s", (header, ms) => expect(retryAfterMs(header, now)).toBe(ms));
});
