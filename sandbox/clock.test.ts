import { describe, expect, it } from "vitest";
import { Clock } from "./clock";

describe("the sandbox's clock", () => {
  it("starts where it was left and moves on by what is added", () => {
    const clock = new Clock(60_000);
    clock.advance(5_000);
    expect(clock.offset).toBe(65_000);
    const ahead = clock.now() - Date.now();
    expect(ahead).toBeGreaterThan(64_000);
    expect(ahead).toBeLessThanOrEqual(65_000);
  });

  it("has each new offset kept before it holds", () => {
    const kept: number[] = [];
    const clock = new Clock(1_000, (offsetMs) => kept.push(offsetMs));
    clock.advance(500);
    clock.advance(0);
    expect(kept).toEqual([1_500, 1_500]);
    const failing = new Clock(1_000, () => {
      throw new Error("disk full");
    });
    expect(() => failing.advance(1)).toThrow("disk full");
    expect(failing.offset).toBe(1_000);
  });

  it.each([[-1], [Number.NaN], [Number.POSITIVE_INFINITY], [9e15]])("refuses to move by %s", (ms) => {
    const kept: number[] = [];
    const clock = new Clock(7, (offsetMs) => kept.push(offsetMs));
    expect(() => clock.advance(ms)).toThrow(RangeError);
    expect(clock.offset).toBe(7);
    expect(kept).toEqual([]);
    expect(() => new Date(clock.now()).toISOString()).not.toThrow();
  });
});
