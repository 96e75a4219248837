import { expect, test } from "vitest";
import { writeProgress } from "./sync-progress";

const BEGAN = Date.parse("2026-11-01T09:00:00Z");
const apply = (finishedAt: string | null) => [
  { name: "pull", startedAt: "2026-11-01T08:59:00Z", finishedAt: "2026-11-01T09:00:00Z" },
  { name: "apply", startedAt: "2026-11-01T09:00:00Z", finishedAt },
];
const counts = { create: 900, update: 90, delete: 10 };
const perSide = { a: { done: 240, failed: 10 }, b: { done: 0, failed: 0 } };

test("nothing is said of a writing that has not begun", () => {
  expect(writeProgress({ counts, perSide, phases: apply(null).slice(0, 1) }, BEGAN)).toBeNull();
});

test.each([
  [BEGAN + 4_999, perSide, { done: 250, all: 1000, perMinute: null, secondsLeft: null }],
  [BEGAN + 60_000, perSide, { done: 250, all: 1000, perMinute: 250, secondsLeft: 180 }],
  [BEGAN + 60_000, { a: { done: 9, failed: 0 } }, { done: 9, all: 1000, perMinute: null, secondsLeft: null }],
  [
    BEGAN + 120_000,
    { a: { done: 1000, failed: 0 } },
    { done: 1000, all: 1000, perMinute: 500, secondsLeft: null },
  ],
])("a pace is told once there is enough to tell it by", (now, sides, told) => {
  expect(writeProgress({ counts, perSide: sides, phases: apply(null) }, now)).toEqual(told);
});

test("once the writing is over, time that passes does not slow it", () => {
  const run = { counts, perSide: { a: { done: 1000, failed: 0 } }, phases: apply("2026-11-01T09:01:00Z") };
  expect(writeProgress(run, BEGAN + 3_600_000)?.perMinute).toBe(1000);
});
