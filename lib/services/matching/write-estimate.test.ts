import { expect, test } from "vitest";
import { estimateOf } from "./write-estimate";

test("a call for each row and one for each batch, at the system's limit", () => {
  const estimate = estimateOf([100, 20], { callsPerBatch: 1, rowsPerCall: 1, callsPerMinute: 180 });
  expect(estimate).toMatchObject({ writes: 120, batches: 2, calls: 122, seconds: 41 });
});

test("rows that share calls", () => {
  const estimate = estimateOf([100, 20], { callsPerBatch: 1, rowsPerCall: 2000, callsPerMinute: 60 });
  expect(estimate).toMatchObject({ writes: 120, calls: 4, seconds: 4 });
});

test("where no limit is named no time is told, and nothing to write costs nothing", () => {
  const pace = { callsPerBatch: 0, rowsPerCall: 5000, callsPerMinute: null };
  expect(estimateOf([5001], pace)).toMatchObject({ calls: 2, seconds: null });
  expect(estimateOf([], { ...pace, callsPerMinute: 60 })).toMatchObject({ calls: 0, seconds: 0 });
});
