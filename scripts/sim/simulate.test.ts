import path from "node:path";
import { expect, test, vi } from "vitest";
import { readCorpus } from "./corpus";
import { openMemoryStore } from "./memory-sim-store";
import { failuresOf, SEEDS_TIMEOUT_MS, seedsFrom } from "./seeds.test-kit";
import { simulate } from "./simulate";
import { tryMutants } from "./try-mutants";

vi.mock("@/lib/log", () => ({ log: () => {} }));

test("a thousand seeds pass", { timeout: SEEDS_TIMEOUT_MS }, async () => {
  expect(await failuresOf(seedsFrom(1, 1_000), openMemoryStore)).toEqual([]);
});

test("seeds that failed once pass", { timeout: SEEDS_TIMEOUT_MS }, async () => {
  const kept = readCorpus().filter(({ store }) => store === "memory");
  expect(
    await failuresOf(
      kept.map(({ seed }) => seed),
      openMemoryStore,
    ),
  ).toEqual([]);
});

test("a seed is the same again, and another one is not", async () => {
  const [once, again, other] = [
    await simulate(7, openMemoryStore),
    await simulate(7, openMemoryStore, true),
    await simulate(8, openMemoryStore),
  ];
  expect({ ...again, trace: "" }).toEqual(once);
  expect(other.traceHash).not.toBe(once.traceHash);
  expect(once.trace).toBe("");
  const lines = again.trace.split("\n");
  expect(lines[0]).toMatch(/^strategy /);
  expect(lines.filter((line) => line.startsWith("person ")).length).toBeGreaterThan(3);
  expect(lines.filter((line) => /^run sync /.test(line)).length).toBeGreaterThanOrEqual(3);
});

test("a bug that is planted is found", { timeout: SEEDS_TIMEOUT_MS }, async () => {
  const root = path.resolve(import.meta.dirname, "../..");
  const [found] = await tryMutants(root, "no compare before write", () => {});
  expect(found?.violation).toMatch(/was written over and is kept nowhere/);
});
