import { expect, test } from "vitest";
import { phaseLines } from "./phase";

const at = (second: number) => new Date(second * 1000).toISOString();
const step = (name: string, from: number, to: number | null, requests = 0) => ({
  name,
  startedAt: at(from),
  finishedAt: to === null ? null : at(to),
  requests,
});
const states = (run: Parameters<typeof phaseLines>[0]) => phaseLines(run).map(({ state }) => state);

test("a run that reads has connected and has the rest ahead", () => {
  const phases = [step("open", 0, 1), step("pull", 1, null, 7)];
  const run = { kind: "sync", phases, finishedAt: null, status: "running" };
  expect(states(run)).toEqual(["done", "now", "ahead", "ahead", "ahead", "ahead"]);
});

test("pull and seal are one phase with the calls of both", () => {
  const phases = [step("open", 0, 1), step("pull", 1, 2, 7), step("seal", 2, 3, 1), step("plan", 3, null)];
  const read = phaseLines({ kind: "sync", phases, finishedAt: null, status: "running" })[1];
  expect(read).toMatchObject({ state: "done", calls: 8, startedAt: at(1), finishedAt: at(3) });
});

test("a run without writes skipped writing", () => {
  const names = ["open", "pull", "seal", "plan", "brake", "verify", "close"];
  const phases = names.map((name, second) => step(name, second, second + 1));
  expect(states({ kind: "sync", phases, finishedAt: at(9), status: "done" })).toEqual([
    "done",
    "done",
    "done",
    "done",
    "skipped",
    "done",
  ]);
});

test("a held run waits in its safety checks", () => {
  const names = ["open", "pull", "seal", "plan", "brake"];
  const phases = names.map((name, second) => step(name, second, second + 1));
  expect(states({ kind: "sync", phases, finishedAt: null, status: "held" }).slice(3)).toEqual([
    "now",
    "ahead",
    "ahead",
  ]);
});

test.each([
  ["sync", true],
  ["restore", true],
  ["drift-check", false],
  ["dry-run", false],
  ["shadow", false],
])("a %s has writing to come: %s", (kind, writes) => {
  const run = { kind, phases: [step("open", 0, null)], finishedAt: null, status: "running" };
  expect(phaseLines(run).some(({ id }) => id === "write")).toBe(writes);
});
