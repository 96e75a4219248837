import { expect, test } from "vitest";
import { stagedRecord } from "@/lib/sync/pull";
import { largestCities } from "../scripts/demo/real-data";
import { ROUND } from "./cities/changes";
import { canonical, mergeTables, threeTables } from "./cities/merge-tables";
import { cellsOf, KEY, keyOf, SORTED_IDS } from "./cities/record";
import { atLeast, atMost, median, table } from "./figure";

const sample = largestCities(ROUND);

test("the three tables of one round merge as the changes say", () => {
  const merged = mergeTables(canonical(threeTables(sample)));
  expect(merged.rows).toHaveLength(ROUND - 1);
  // Seven edits cross over, the conflict is written to its loser, three rows are new, one delete.
  expect(merged.writes).toBe(12);
  expect(merged.conflicts).toBe(1);
});

test("a city is staged whole, under its key", () => {
  for (const city of sample) {
    const cells = cellsOf(city);
    const record = { locator: keyOf(cells), cells, unknown: {}, changedAt: null };
    const staged = stagedRecord(record, { sortedIds: SORTED_IDS }, { key: KEY, normalise: false });
    expect(staged).toMatchObject({ key: `["${city.cityId}"]`, cells, unknown: null });
  }
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
  expect(table([atLeast("speed", 60, [50, "x"])])).toMatch(/speed +60 x +>= 50 +met/);
});
