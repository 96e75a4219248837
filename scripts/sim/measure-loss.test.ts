import path from "node:path";
import { expect, test } from "vitest";
import { lossBound } from "./loss-bound";
import { measureLoss } from "./measure-loss";
import { SEEDS_TIMEOUT_MS } from "./seeds.test-kit";

test("the bound is exact", () => {
  expect(lossBound(0, 30_000)).toBeCloseTo(9.9853e-5, 9);
  expect(lossBound(0, 29_955)).toBeGreaterThan(0.0001);
  expect(lossBound(0, 29_956)).toBeLessThanOrEqual(0.0001);
  // Clopper-Pearson as tables have it: one of ten, two of twenty, ten of a hundred.
  expect(lossBound(1, 10)).toBeCloseTo(0.39416, 5);
  expect(lossBound(2, 20)).toBeCloseTo(0.2826, 4);
  expect(lossBound(10, 100)).toBeCloseTo(0.1637, 4);
  expect(lossBound(1, 30_000)).toBeCloseTo(4.7439 / 30_000, 7);
  expect([lossBound(0, 0), lossBound(5, 5)]).toEqual([1, 1]);
});

test("edits are weighed until there are as many as were asked for", {
  timeout: SEEDS_TIMEOUT_MS,
}, async () => {
  const root = path.resolve(import.meta.dirname, "../..");
  const told: number[] = [];
  const asked = { root, edits: 100, seed: 2, workers: 1 };
  const loss = await measureLoss({ ...asked, told: ({ tried }) => told.push(tried) });
  expect(loss).toMatchObject({ failed: 0, lost: 0, bound: lossBound(0, loss.edits) });
  expect(loss.edits).toBeGreaterThanOrEqual(100);
  expect(told.reduce((sum, tried) => sum + tried, 0)).toBe(loss.seeds);
  expect(await measureLoss({ ...asked, workers: 2 })).toEqual(loss);
});
