import { expect, test } from "vitest";
import type { Candidate } from "@/lib/db/rows/candidates";
import { rowStateOf, type SideOfRun } from "./row-state";

const sideWith = (lookupLagMs: number) =>
  ({
    side: { definition: { id: "s" }, sortedIds: ["a"], connector: { abilities: { lookupLagMs } } },
    book: {},
    fresh: new Set(),
  }) as unknown as SideOfRun;

const side = sideWith(0);

/** A row whose record shows another value than it acknowledged, as it stands between two looks. */
function originWhere(
  link: { readonly pending: boolean; readonly writtenAt: number | null },
  told: { readonly changedAt: number | null; readonly grainMs: number | null },
  { on = side, lastLook = 500 }: { readonly on?: SideOfRun; readonly lastLook?: number } = {},
) {
  const candidate: Candidate = {
    ...{ rowId: "r", key: '["k"]', duplicatedOn: [] },
    base: { cells: { a: "old" }, origins: {}, hash: "h", inScope: true },
    links: [{ sideId: "s", locator: "l", hash: "h", acknowledged: null, ...link }],
    records: [
      {
        ...{ sideId: "s", locator: "l", state: "present", hash: "h2", cells: { a: "new" }, unknown: null },
        ...{ changedBy: null, ...told },
      },
    ],
  };
  const look = { lastLook, readUntil: { s: lastLook + 400 } };
  const [state] = rowStateOf(candidate, [on], { look, ordered: undefined }).sides;
  return state?.observed.state === "present" ? state.observed.origin : null;
}

const UNTOLD = { changedAt: null, grainMs: null };

test("an edit came after the last look at everything and before its side was read", () => {
  expect(originWhere({ pending: false, writtenAt: null }, UNTOLD)).toEqual({ after: 500, before: 900 });
});

test("what the side's index may not have shown at the last look is as much older", () => {
  const unopened = { pending: false, writtenAt: null };
  expect(originWhere(unopened, UNTOLD, { on: sideWith(300) })).toEqual({ after: 200, before: 900 });
  expect(originWhere(unopened, UNTOLD, { on: sideWith(9_000) })).toEqual({ after: 0, before: 900 });
});

test("a look that left something open about the record, as about a twin, dates no edit of it", () => {
  expect(originWhere({ pending: true, writtenAt: 100 }, UNTOLD)).toEqual({ after: 0, before: 900 });
});

test("the time that a side tells is the edit's, unless we may have been the last to change the record", () => {
  const told = { changedAt: 9_000, grainMs: 60 };
  expect(originWhere({ pending: false, writtenAt: 6_999 }, told)).toEqual({ after: 9_000, before: 9_060 });
  expect(originWhere({ pending: false, writtenAt: 9_000 }, told)).toEqual({ after: 500, before: 9_060 });
  // The system's clock may be ahead of ours.
  expect(originWhere({ pending: false, writtenAt: 7_000 }, told)).toEqual({ after: 500, before: 9_060 });
});

test("a time from before the last look is that of a record nobody had looked at: a twin of the one that was", () => {
  const told = { changedAt: 9_000, grainMs: 60 };
  const since = { lastLook: 20_000 };
  const link = { pending: false, writtenAt: null };
  expect(originWhere(link, told, since)).toEqual({ after: 9_000, before: 9_060 });
  expect(originWhere({ ...link, writtenAt: 9_000 }, told, since)).toEqual({ after: 0, before: 9_060 });
});

test.each([
  ["l", "absent"],
  ["made since", "unknown"],
])("what was gone when the side was read says nothing of a record linked since: %s", (locator, state) => {
  const candidate: Candidate = {
    ...{ rowId: "r", key: '["k"]', duplicatedOn: [] },
    base: { cells: { a: "old" }, origins: {}, hash: "h", inScope: true },
    links: [{ sideId: "s", locator, hash: "h", acknowledged: null, pending: false, writtenAt: null }],
    records: [
      {
        ...{ sideId: "s", locator: "l", state: "absent", hash: "", cells: null, unknown: null },
        ...{ changedAt: null, grainMs: null, changedBy: null },
      },
    ],
  };
  const look = { lastLook: 500, readUntil: { s: 900 } };
  const [found] = rowStateOf(candidate, [side], { look, ordered: undefined }).sides;
  expect(found?.observed.state).toBe(state);
});

test("of a field that is mapped anew nothing was acknowledged; a record that is as it was shows it all the same", () => {
  const candidate: Candidate = {
    ...{ rowId: "r", key: '["k"]', duplicatedOn: [] },
    base: { cells: { a: "agreed", b: "kept" }, origins: {}, hash: "h", inScope: true },
    links: [{ sideId: "s", locator: "l", hash: "h", acknowledged: null, pending: false, writtenAt: null }],
    records: [
      {
        ...{ sideId: "s", locator: "l", state: "present", hash: "h", cells: null, unknown: null },
        ...{ changedAt: null, grainMs: null, changedBy: null },
      },
    ],
  };
  const look = { lastLook: 500, readUntil: { s: 900 } };
  const book = { project: (_side: unknown, _field: string, value: unknown) => ({ ok: true, value }) };
  const mapped = {
    side: { definition: { id: "s" }, sortedIds: ["a", "b"], connector: { abilities: { lookupLagMs: 0 } } },
    book,
    fresh: new Set(["a"]),
  } as unknown as SideOfRun;
  const [state] = rowStateOf(candidate, [mapped], { look, ordered: undefined }).sides;
  expect(state?.acknowledged).toEqual({ b: "kept" });
  expect(state?.observed).toMatchObject({
    state: "present",
    cells: { a: "agreed", b: "kept" },
    origin: { after: 0, before: 900 },
  });
});
