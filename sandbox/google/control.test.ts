import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bench, bench } from "./testing/bench";
import { testSheet } from "./testing/sheet";

let at: Bench;

beforeAll(async () => {
  at = await bench();
});
afterAll(() => at.close());

const TABLE = [
  ["id", "name"],
  ["1", "cara"],
  ["2", "abel"],
];

const open = () => {
  const sheet = testSheet(at, TABLE);
  const { spreadsheetId } = sheet;
  const act = (command: string, input: Record<string, unknown> = {}) =>
    at.control(command, { spreadsheetId, ...input });
  return { ...sheet, act };
};

it("sorts whole rows, or only some columns", () => {
  const whole = open();
  whole.act("sort", { column: 1 });
  expect(whole.shown()).toEqual([
    ["id", "name"],
    ["2", "abel"],
    ["1", "cara"],
  ]);
  const partial = open();
  partial.act("sort", { column: 1, startColumn: 1, endColumn: 2 });
  expect(partial.shown()).toEqual([
    ["id", "name"],
    ["1", "abel"],
    ["2", "cara"],
  ]);
});

it("appends, inserts, copies and deletes rows", () => {
  const { act, shown } = open();
  expect(act("append-row", { values: ["3", "$5"] })).toEqual({ row: 3 });
  act("insert-row", { row: 1 });
  act("copy-paste-row", { row: 4, to: 1 });
  act("delete-rows", { rows: [2, 3] });
  expect(shown()).toEqual([
    ["id", "name"],
    ["3", "$5.00"],
    ["3", "$5.00"],
  ]);
});

it("changes columns and headers", () => {
  const { act, shown } = open();
  act("insert-column", { column: 0, header: "new" });
  act("move-column", { column: 2, to: 1 });
  act("rename-header", { column: 2, name: "key" });
  act("delete-column", { column: 0 });
  expect(shown()[0]).toEqual(["name", "key"]);
  expect(shown()[1]).toEqual(["cara", "1"]);
});

it("copies, renames and deletes tabs, and throws files away", async () => {
  const { act, spreadsheetId, sheetId, token } = open();
  const { sheetId: copy } = act("duplicate-tab") as { sheetId: number };
  act("rename-tab", { sheetId: copy, title: "Second" });
  act("delete-tab", { sheetId });
  const [listed] = at
    .control<{ spreadsheetId: string; sheets: { title: string }[] }[]>("list-spreadsheets")
    .filter((one) => one.spreadsheetId === spreadsheetId);
  expect(listed?.sheets.map((one) => one.title)).toEqual(["Second"]);
  act("trash", { forever: true });
  await expect(at.sheets(token).spreadsheets.get({ spreadsheetId })).rejects.toMatchObject({ code: 404 });
});

it("merges, and keeps the grid when a tab is cleared", () => {
  const { act, shown } = open();
  act("merge", { startRow: 1, endRow: 3, startColumn: 1, endColumn: 2 });
  expect(shown()[2]).toEqual(["2"]);
  act("clear-tab");
  expect(act("rows")).toMatchObject({ rowCount: 1000, columnCount: 26 });
});

it("names what is wrong with a command", () => {
  const { act } = open();
  expect(() => act("dance")).toThrow("unknown command dance");
  expect(() => act("edit-cell", { row: 0 })).toThrow("column: whole number expected");
  expect(() => at.control("rows", { spreadsheetId: "nope" })).toThrow("no such spreadsheet");
  expect(() => at.control("fault", { kind: "earthquake" })).toThrow("unknown fault kind");
});
