import { expect, test } from "vitest";
import type { Cells, FieldType } from "@/lib/engine/value";
import type { SurveyedColumn } from "./survey-progress";
import { namesOf, readAs, shownAs, surveyChunks } from "./surveyed-value";

const COLUMN: SurveyedColumn = {
  ...{ id: "c0", sideField: "h:Sum", name: "Sum", native: "text" },
  types: ["text", "number", "date", "multi-select"],
};

const keptOf = (cells: Cells, unknown: Record<string, string> = {}) =>
  new Map(surveyChunks([{ cells, unknown }], [COLUMN]).map(({ name, items }) => [name, items]));

/** What is shown as a type of a cell that a connector has read as these. */
const shown = (cells: Cells, type: FieldType, unknown: Record<string, string> = {}) =>
  shownAs(COLUMN, type, keptOf(cells, unknown), 0);

const NUMBER = readAs(COLUMN, "number");
const DATE = readAs(COLUMN, "date");
const SET = readAs(COLUMN, "multi-select");

test.each<[what: string, cells: Cells, type: FieldType, value: unknown]>([
  ["the usual type", { c0: "12" }, "text", "12"],
  ["another that shows the same", { c0: "12", [NUMBER]: "12" }, "number", "12"],
  ["another that shows it differently", { c0: "012", [NUMBER]: "12" }, "number", "12"],
  ["another that shows nothing of it", { c0: "", [NUMBER]: null }, "number", null],
  ["a list of one", { c0: "a", [SET]: ["a"] }, "multi-select", ["a"]],
  ["a list of several", { c0: "a, b", [SET]: ["a", "b"] }, "multi-select", ["a", "b"]],
  ["an empty cell", { c0: null, [NUMBER]: null, [DATE]: null, [SET]: null }, "date", null],
])("a surveyed cell as %s", (_, cells, type, value) => {
  expect(shown(cells, type)).toEqual({ ok: true, value });
});

test("what a type cannot show is told from what is empty, with the value as the side shows it", () => {
  expect(shown({ c0: "twelve" }, "number")).toEqual({
    ok: false,
    because: "It is no number.",
    usual: "twelve",
  });
  expect(shown({}, "text", { c0: "hidden" })).toEqual({ ok: false, because: "hidden", usual: null });
  expect(shown({}, "date", { c0: "hidden" })).toEqual({ ok: false, because: "hidden", usual: null });
  expect(shown({ c0: "x" }, "boolean")).toMatchObject({
    because: '"Sum" (text) cannot carry the type boolean.',
  });
});

test("a list of one costs nothing beside its text, and what cannot be kept is unread", () => {
  const kept = keptOf({ c0: "a", [SET]: ["a"], [NUMBER]: "1", [DATE]: null });
  expect([...kept]).toEqual([
    ["c0", ["a"]],
    ["c0:number", [["1"]]],
    ["c0:date", [[null]]],
  ]);
  expect([...keptOf({ c0: "a\u0000", [NUMBER]: null, [DATE]: null, [SET]: null })]).toEqual([
    ["c0!", ["The text holds a character that cannot be kept."]],
  ]);
});

test("all names of a column are asked for", () => {
  const kept = [...keptOf({ c0: "x", [NUMBER]: "1" }).keys(), ...keptOf({}).keys()];
  const asked = COLUMN.types.flatMap((type) => namesOf(COLUMN, type));
  expect(kept.filter((name) => !asked.includes(name))).toEqual([]);
});
