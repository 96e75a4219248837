import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { differencesOf, openSimPlane, type SimPlane } from "./postgres.test-kit";
import { SEEDS_TIMEOUT_MS, seedsFrom } from "./seeds.test-kit";

vi.mock("@/lib/log", () => ({ log: () => {} }));

let plane: SimPlane;

beforeAll(async () => {
  plane = await openSimPlane();
});

afterAll(() => plane.close());

// In a file of their own, so that two cores share the seeds.
test("a second hundred seeds pass on Postgres, as they do in memory", {
  timeout: SEEDS_TIMEOUT_MS,
}, async () => {
  expect(await differencesOf(seedsFrom(101, 100), plane)).toEqual([]);
});
