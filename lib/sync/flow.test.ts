import { describe, expect, test } from "vitest";
import type { AnsweredOperation } from "@/lib/db/rows/operations";
import type { EditSources } from "@/lib/db/rows/plan-store";
import { bucketOf } from "@/lib/engine/latency-buckets";
import { flowOf } from "./flow";

const ASKED = Date.parse("2026-03-01T08:00:00Z");
const run = { createdAt: new Date(ASKED), decidedBy: null, progress: {} };

const answered = (
  sideId: string,
  change: Partial<AnsweredOperation> & { readonly at?: number; readonly waitedMs?: number } = {},
): AnsweredOperation => {
  const { at = ASKED + 10_000, waitedMs = 0, ...rest } = change;
  const outcome = { image: null, reason: null, message: null, field: null, attempts: 1 };
  return {
    ...{ ordinal: 0, chunk: 0, rowId: "r", key: "k", sideId, op: "update", locator: "l" },
    ...{ before: {}, cells: {}, status: "done", attempts: 1, sentAgoMs: 0, sources: null },
    outcome: { ...outcome, answeredAt: at, waitedMs },
    ...rest,
  };
};

const own = ({ sources }: AnsweredOperation): EditSources | null => sources;
const edited = (sideId: string, at: number | null, told = true, waitedMs = 0): EditSources => ({
  [sideId]: { at, told, waitedMs },
});

/** Milliseconds by part, as their buckets. */
const partsOf = (operation: AnsweredOperation, made: Parameters<typeof flowOf>[0] = run) =>
  Object.fromEntries(
    flowOf(made, [operation], own).latency.flatMap(({ told, counts }) =>
      Object.keys(counts).map((key) => {
        const [part = "", bucket] = key.split(" ");
        return [part, { bucket: Number(bucket), told }];
      }),
    ),
  );
const told = (ms: number) => ({ bucket: bucketOf(ms), told: true });
const seen = (ms: number) => ({ bucket: bucketOf(ms), told: false });

describe("rows that moved", () => {
  test("count once for each side that made their values, done and failed apart", () => {
    const both = { ...edited("a", null), ...edited("b", null) };
    const { flow, latency } = flowOf(
      run,
      [
        answered("c", { sources: both }),
        answered("b", { sources: both }),
        answered("c", { sources: edited("a", null), status: "refused" }),
        answered("c", { sources: edited("a", null), status: "dropped" }),
      ],
      own,
    );
    expect(flow).toEqual([
      { fromSide: "a", toSide: "c", done: 1, failed: 2 },
      { fromSide: "b", toSide: "c", done: 1, failed: 0 },
      { fromSide: "a", toSide: "b", done: 1, failed: 0 },
    ]);
    expect(latency, "no edit that is dated").toEqual([]);
  });

  test("count from nowhere where no side made their values", () => {
    expect(flowOf(run, [answered("b")], own).flow).toEqual([
      { fromSide: "b", toSide: "b", done: 1, failed: 0 },
    ]);
  });
});

describe("the time that an edit took", () => {
  test("from the side's own time: before the run was asked for it waited, the calls are theirs, the rest ours", () => {
    const operation = answered("b", {
      sources: edited("a", ASKED - 60_000),
      at: ASKED + 10_000,
      waitedMs: 7_000,
    });
    expect(partsOf(operation)).toEqual({
      total: told(70_000),
      wait: told(60_000),
      theirs: told(7_000),
      ours: told(3_000),
    });
  });

  test("from when it was seen: what the run had waited by then is no part of it", () => {
    const operation = answered("b", {
      sources: edited("a", ASKED + 4_000, false, 3_500),
      at: ASKED + 10_000,
      waitedMs: 8_000,
    });
    expect(partsOf(operation)).toEqual({
      total: seen(6_000),
      wait: seen(0),
      theirs: seen(4_500),
      ours: seen(1_500),
    });
  });

  test("does not hold a person's time against anybody", () => {
    const held = {
      ...run,
      decidedBy: { decision: "approved", ref: "p", at: new Date(ASKED + 3_605_000).toISOString() },
      progress: { found: { plannedAt: "2026-03-01 08:00:05+00" } },
    };
    const operation = answered("b", { sources: edited("a", ASKED), at: ASKED + 3_610_000, waitedMs: 6_000 });
    expect(partsOf(operation, held)).toEqual({
      total: told(3_610_000),
      wait: told(3_600_000),
      theirs: told(6_000),
      ours: told(4_000),
    });
  });

  test("is never less than nothing, whatever a system's clock says", () => {
    const operation = answered("b", {
      sources: edited("a", ASKED + 99_000),
      at: ASKED + 10_000,
      waitedMs: 500,
    });
    expect(partsOf(operation)).toEqual({ total: told(0), wait: told(0), theirs: told(0), ours: told(0) });
  });

  test("adds up by bucket, told and seen apart", () => {
    const told = answered("b", { sources: edited("a", ASKED), waitedMs: 10_000 });
    const seen = answered("b", { sources: edited("a", ASKED, false), waitedMs: 10_000 });
    const { latency } = flowOf(run, [told, told, seen], own);
    const counts = {
      [`total ${bucketOf(10_000)}`]: 2,
      "wait 0": 2,
      [`theirs ${bucketOf(10_000)}`]: 2,
      "ours 0": 2,
    };
    expect(latency[0]).toEqual({ fromSide: "a", toSide: "b", told: true, counts });
    expect(latency[1]?.told).toBe(false);
  });

  test("is not told of what failed, or has no date", () => {
    expect(partsOf(answered("b", { sources: edited("a", ASKED), status: "refused" }))).toEqual({});
    expect(partsOf(answered("b", { sources: edited("a", null) }))).toEqual({});
  });
});
