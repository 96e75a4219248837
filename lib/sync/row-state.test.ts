import { expect, test } from "vitest";
import type { Candidate } from "@/lib/db/rows/candidates";
import { rowStateOf, type SideOfRun } from "./row-state";

const side = { side: { definition: { id: "s" }, sortedIds: ["a"] }, book: {} } as unknown as SideOfRun;

/** A row whose record shows another value than it acknowledged, as it stands between two looks. */
function originWhere(link: { readonly pending: boolean; readonly seenAt: number }) {
  const candidate: Candidate = {
    ...{ rowId: "r", key: '["k"]', duplicatedOn: [] },
    base: { cells: { a: "old" }, origins: {}, hash: "h", inScope: true },
    links: [{ sideId: "s", locator: "l", hash: "h", acknowledged: null, ...link }],
    records: [
      {
        ...{ sideId: "s", locator: "l", state: "present", hash: "h2", cells: { a: "new" }, unknown: null },
        ...{ changedAt: null, grainMs: null, changedBy: null },
      },
    ],
  };
  const look = { lastLook: 500, readUntil: { s: 900 } };
  const [state] = rowStateOf(candidate, [side], { look, ordered: undefined }).sides;
  return state?.observed.state === "present" ? state.observed.origin : null;
}

test("an edit came after the last look at everything, or after its record was committed since", () => {
  expect(originWhere({ pending: false, seenAt: 100 })).toEqual({ after: 500, before: 900 });
  expect(originWhere({ pending: false, seenAt: 600 })).toEqual({ after: 600, before: 900 });
});

test("a look that left something open about the record, as about a twin, dates no edit of it", () => {
  expect(originWhere({ pending: true, seenAt: 100 })).toEqual({ after: 100, before: 900 });
});
