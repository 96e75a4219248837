import { describe, expect, test } from "vitest";
import type { Candidate, CandidateRecord } from "@/lib/db/rows/candidates";
import type { RowDecision, RowState } from "@/lib/engine/row";
import { editSources, type Watch } from "./edit-sources";
import type { SideOfRun } from "./row-state";

const side = (id: string, fresh: readonly string[] = []): SideOfRun =>
  ({
    side: { definition: { id } },
    book: { project: (_side: unknown, _field: string, value: unknown) => ({ ok: true, value }) },
    fresh: new Set(fresh),
  }) as unknown as SideOfRun;

const record = (sideId: string, change: Partial<CandidateRecord> = {}): CandidateRecord => ({
  ...{ sideId, locator: "l", state: "present", hash: "h", cells: { a: "new" }, unknown: null },
  ...{ changedAt: null, grainMs: null, changedBy: null, ...change },
});

const WATCH: Watch = {
  lastLook: 1_000_000,
  readUntil: { s: 2_000_000, t: 2_100_000 },
  waitedMs: { s: 300, t: 500 },
  seesEdits: true,
};

function sourcesOf(
  given: {
    readonly records: readonly CandidateRecord[];
    readonly base?: Candidate["base"];
    readonly decision?: Partial<RowDecision>;
    readonly state?: Partial<RowState>;
    readonly fresh?: readonly string[];
    readonly writtenAt?: number;
  },
  watch: Partial<Watch> = {},
) {
  const base = { cells: { a: "old", b: "same" }, origins: {}, hash: "h", inScope: true };
  const links = ["s", "t"].map((sideId) => ({
    ...{ sideId, locator: "l", hash: "h", acknowledged: null, pending: false },
    writtenAt: given.writtenAt ?? null,
  }));
  const candidate: Candidate = {
    ...{ rowId: "r", key: "k", links, duplicatedOn: [], records: given.records },
    base: given.base === undefined ? base : given.base,
  };
  const decision = { outcome: "merged", cells: { a: "new", b: "same" }, ...given.decision } as RowDecision;
  const state = { order: null, choices: {}, ...given.state } as RowState;
  const sides = [side("s", given.fresh), side("t")];
  return editSources({ candidate, state, decision, sides }, { ...WATCH, ...watch });
}

const untold = (at: number | null, waitedMs: number) => ({ at, told: false, waitedMs });

describe("a row's new values were made", () => {
  test("on the sides that show them and did not before", () => {
    const records = [record("s"), record("t", { cells: { a: "old" } })];
    expect(sourcesOf({ records })).toEqual({ s: untold(2_000_000, 300) });
    expect(sourcesOf({ records: [record("s", { cells: null })] }), "as acknowledged").toBeNull();
    expect(sourcesOf({ records: [record("s", { cells: { a: "lost" } })] }), "lost a conflict").toBeNull();
    expect(sourcesOf({ records: [record("s", { cells: { b: "same" } })] }), "as it was").toBeNull();
  });

  test("where a new row stands, and where a deleted one is gone", () => {
    expect(sourcesOf({ base: null, records: [record("t")] })).toEqual({ t: untold(2_100_000, 500) });
    const gone = record("t", { state: "absent", cells: null });
    const deleted = { outcome: "deleted", cells: null } as const;
    expect(sourcesOf({ records: [record("s"), gone], decision: deleted })).toEqual({
      t: untold(2_100_000, 500),
    });
  });
});

describe("an edit is dated", () => {
  test("by its side where that tells, unless the change may be our own", () => {
    const records = [record("s", { changedAt: 1_940_000, grainMs: 60_000 })];
    expect(sourcesOf({ records })).toEqual({ s: { at: 1_940_000, told: true, waitedMs: 0 } });
    expect(sourcesOf({ records, writtenAt: 1_939_000 })).toEqual({ s: untold(2_000_000, 300) });
    const ahead = [record("s", { changedAt: 2_050_000, grainMs: 1 })];
    expect(sourcesOf({ records: ahead }), "not after it was seen").toMatchObject({ s: { at: 2_000_000 } });
  });

  test.each([
    ["before everything was looked at once", {}, { lastLook: null }],
    ["where the settings changed", {}, { seesEdits: false }],
    ["in fields that are mapped anew", { fresh: ["a"] }, {}],
    ["where a person chose", { state: { choices: { a: { conflict: "f", value: "new" } } } }, {}],
    ["where it is older than the last look", { changedAt: 900_000 }, {}],
  ])("by nobody %s", (_when, { changedAt = null, ...given }: Record<string, unknown>, watch) => {
    const records = [record("s", { changedAt: changedAt as number | null, grainMs: 60_000 })];
    expect(sourcesOf({ ...given, records }, watch)).toEqual({ s: untold(null, 0) });
  });
});
