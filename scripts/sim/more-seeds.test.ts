import { expect, test, vi } from "vitest";
import { openMemoryStore } from "./memory-sim-store";
import { failuresOf, SEEDS_TIMEOUT_MS, seedsFrom } from "./seeds.test-kit";

vi.mock("@/lib/log", () => ({ log: () => {} }));

// In a file of their own, so that two cores share the seeds.
test("a second thousand seeds pass", { timeout: SEEDS_TIMEOUT_MS }, async () => {
  expect(await failuresOf(seedsFrom(1_001, 1_000), openMemoryStore)).toEqual([]);
});
