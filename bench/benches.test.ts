import { expect, test } from "vitest";
import { ROUND } from "./data/changes";
import { cities } from "./data/cities";
import { decider, editedRows } from "./data/decide-rows";
import { members } from "./data/members";
import { mergeTables } from "./data/merge-tables";
import { threeTables } from "./data/three-tables";
import { atLeast, atMost, median, percentile, table } from "./figure";
import { measure as measureDaff } from "./parts/daff";
import { measure as measureMerge } from "./parts/merge";
import { hasher, recordsOf } from "./parts/staging";

test.each([cities, members])(
  "the three tables of one round of $name merge as the changes say",
  async (dataset) => {
    const merged = mergeTables(dataset, await threeTables(dataset, ROUND));
    expect(merged.rows).toHaveLength(ROUND - 1);
    // Seven edits cross over, the conflict is written to its loser, three rows are new, one delete.
    expect(merged.writes).toBe(12);
    expect(merged.conflicts).toBe(1);
  },
);

test.each([cities, members])("a row of $name is staged whole, under its key", async (dataset) => {
  for (const record of await recordsOf(dataset, ROUND)) {
    const key = JSON.stringify(dataset.key.map((id) => record.cells[id]));
    expect(hasher(dataset)(record)).toMatchObject({ key, cells: record.cells, unknown: null });
  }
});

test("generated rows are as wide as those that the goals were set for", async () => {
  const sizes = [...(await members.rows(1_000))].map((cells) => JSON.stringify(cells).length);
  expect(median(sizes)).toBeGreaterThan(300);
  expect(median(sizes)).toBeLessThan(360);
});

test("edited rows come out of the planner's part as one decision and two writes each", async () => {
  const decide = decider(members, null);
  const [edited] = await editedRows(members, 1);
  const texts = await decide(edited ? [edited] : []);
  expect(texts).toBeGreaterThan(2 * JSON.stringify(edited?.base?.cells).length);
});

test("the merge is measured beside daff's", async () => {
  const dataset = "members" as const;
  const ours = await measureMerge({ dataset, rows: ROUND, compared: [ROUND], changed: 1 });
  expect(ours.compared).toHaveLength(1);
  const theirs = await measureDaff({ dataset, rows: ROUND, repetitions: 1 });
  expect(theirs.conflicts).toBe(1);
});

test("a figure says whether its goal is met", () => {
  expect(atLeast("speed", 49.96, [50, "x"])).toEqual({
    name: "speed",
    value: 50,
    unit: "x",
    goal: ">= 50",
    ok: false,
  });
  expect(atMost("memory", 256, [256, "MB"]).ok).toBe(true);
  expect(median([3, 1, 2])).toBe(2);
  expect(percentile([5, 1, 4, 2, 3], 99)).toBe(5);
  expect(percentile([5, 1, 4, 2, 3], 50)).toBe(3);
  expect(table([atLeast("speed", 60, [50, "x"])])).toMatch(/speed +60 x +>= 50 +met/);
});
