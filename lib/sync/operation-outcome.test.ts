import { describe, expect, test } from "vitest";
import type { Written } from "@/lib/connectors/connector";
import type { PendingOperation } from "@/lib/db/rows/operations";
import { mayHaveWritten, outcomeOf } from "./operation-outcome";

const operation: PendingOperation = {
  ...{ ordinal: 3, chunk: 0, rowId: "row", key: '["k"]', sideId: "side", op: "update", locator: "at" },
  ...{ before: {}, cells: {}, sources: null, status: "planned", attempts: 0, sentAgoMs: null },
};
const STALE: Written = { id: "row:3", outcome: "stale", record: null };
const LOST: Written = { id: "row:3", outcome: "unknown", message: "No answer." };
const REFUSED: Written = { id: "row:3", outcome: "refused", reason: "too-long", message: "No.", field: null };
const DONE: Written = { id: "row:3", outcome: "done", record: null };

const met = (answer: Written, before: Partial<PendingOperation>, lags = false) =>
  outcomeOf(answer, { ...operation, ...before }, { images: new Map(), lags });

/** As the commit finds it. */
function isMaybeOurs(answer: Written, before: Partial<PendingOperation>): boolean {
  const { status, ...outcome } = met(answer, before);
  return mayHaveWritten({ status, outcome });
}

test("an answer that is lost is asked for again, three times; a create that may not show yet is not", () => {
  expect(met(LOST, {})).toMatchObject({ status: "unknown", reason: "answer-lost", attempts: 1 });
  expect(met(LOST, { status: "unknown", attempts: 1 })).toMatchObject({ status: "unknown", attempts: 2 });
  expect(met(LOST, { status: "unknown", attempts: 2 })).toMatchObject({ status: "dropped", attempts: 3 });
  expect(met(LOST, { op: "create" }, true)).toMatchObject({ status: "dropped", attempts: 1 });
});

describe("the record's latest change may be our own", () => {
  test("where we wrote it, or do not know whether we did", () => {
    expect(isMaybeOurs(DONE, {})).toBe(true);
    expect(isMaybeOurs(LOST, { status: "unknown", attempts: 2 })).toBe(true);
  });

  test("where a write was never answered and the next one meets something else", () => {
    expect(isMaybeOurs(STALE, { status: "unknown", attempts: 1 })).toBe(true);
    expect(isMaybeOurs(REFUSED, { status: "unknown", attempts: 1 })).toBe(true);
  });

  test("where the worker that sent it died", () => {
    expect(isMaybeOurs(STALE, { status: "sent" })).toBe(true);
    expect(isMaybeOurs(REFUSED, { status: "sent" })).toBe(true);
  });

  test("and is not where the first attempt met something else or was refused, or none was made", () => {
    expect(isMaybeOurs(STALE, {})).toBe(false);
    expect(isMaybeOurs(REFUSED, {})).toBe(false);
    expect(mayHaveWritten({ status: "stale", outcome: null })).toBe(false);
    const waiting = { ...met(REFUSED, {}), attempts: 0 };
    expect(mayHaveWritten({ status: "dropped", outcome: waiting })).toBe(false);
  });
});

test("what a connector answers beyond what it was given is a fault of ours", () => {
  expect(() => outcomeOf(DONE, undefined, { images: new Map(), lags: false })).toThrow("not given");
});
