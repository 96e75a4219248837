import { expect, test } from "vitest";
import { judgeStatus } from "./judge-status";

const quiet = { late: 0, ended: 40, failed: 0, providers: {} };

test.each([
  ["all well", quiet, "up"],
  ["a late run", { ...quiet, late: 1 }, "degraded"],
  ["many late runs", { ...quiet, late: 20 }, "down"],
  ["a few failures", { ...quiet, failed: 4 }, "up"],
  ["failures among many runs", { ...quiet, ended: 400, failed: 20 }, "up"],
  ["a fifth of the runs and more fail", { ...quiet, failed: 9 }, "degraded"],
])("syncs: %s", (_case, work, state) => expect(judgeStatus(work).syncs).toBe(state));

test.each<[string, readonly [number, number], string]>([
  ["one customer's limit", [1, 1], "up"],
  ["few of many accounts", [3, 40], "up"],
  ["half of the accounts", [3, 6], "degraded"],
])("a provider: %s", (_case, notion, state) =>
  expect(judgeStatus({ ...quiet, providers: { notion } })).toMatchObject({ notion: state }),
);

test("a provider that nobody has called is not judged", () => {
  expect(judgeStatus(quiet)).toEqual({ app: "up", runner: "up", syncs: "up" });
});
