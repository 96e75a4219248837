import { expect, test } from "vitest";
import { isGivenUp, nextTry } from "./retry-schedule";

const FIRST = new Date("2026-11-29T10:00:00.000Z");
const HOUR_MS = 60 * 60_000;

test("tries go on for a day, further and further apart, and then no more", () => {
  const waits: number[] = [];
  let [at, attempts] = [FIRST, 1];
  for (let next = nextTry(attempts, at); next !== null; next = nextTry(attempts, at)) {
    waits.push(next.getTime() - at.getTime());
    at = next;
    attempts += 1;
  }
  expect(waits.slice(0, 6).map((ms) => ms / 1000)).toEqual([5, 300, 1800, 7200, 18_000, 36_000]);
  expect(at.getTime() - FIRST.getTime()).toBe(24 * HOUR_MS);
  expect(attempts).toBe(8);
});

test("a channel is given up after three days of nothing", () => {
  const now = new Date(FIRST.getTime() + 72 * HOUR_MS);
  expect(isGivenUp(null, now)).toBe(false);
  expect(isGivenUp(FIRST, new Date(now.getTime() - 1))).toBe(false);
  expect(isGivenUp(FIRST, now)).toBe(true);
});
