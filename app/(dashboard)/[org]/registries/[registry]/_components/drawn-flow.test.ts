import { expect, test } from "vitest";
import type { FlowView } from "@/lib/services/registries/get-flow";
import { drawnFlow } from "./drawn-flow";

const view = (done: readonly number[], failed: readonly number[]): FlowView => ({
  ...{ window: "24h", since: "2026-11-29T00:00:00Z", stepHours: 1 },
  directions: done.map((count, at) => ({ from: `f${at}`, to: "t", done: count, failed: failed[at] ?? 0 })),
  steps: [{ at: "2026-11-29T00:00:00Z", done, failed }],
});

test("nothing that moved has no bars", () => {
  expect(drawnFlow(view([], []), []).series).toEqual([]);
});

test("up to three directions have bars of their own; what was not taken has some if there is any", () => {
  const { series, points } = drawnFlow(view([5, 3, 1], [0, 2, 0]), ["a", "b", "c"]);
  expect(series.map(({ word }) => word)).toEqual(["a", "b", "c", "Not taken"]);
  expect(points[0]?.values).toEqual({ "0": 5, "1": 3, "2": 1, "not-taken": 2 });
  expect(drawnFlow(view([5], [0]), ["a"]).series).toHaveLength(1);
});

test("of more, the two busiest have; the others are put together, and none is lost", () => {
  const { series, points } = drawnFlow(view([9, 5, 3, 1, 1], [0, 0, 0, 0, 4]), ["a", "b", "c", "d", "e"]);
  expect(series.map(({ word }) => word)).toEqual(["a", "b", "Other directions", "Not taken"]);
  expect(points[0]?.values).toEqual({ "0": 9, "1": 5, others: 5, "not-taken": 4 });
});
