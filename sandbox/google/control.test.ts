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
  const part = { startRow: 1, endRow: 3, startColumn: 1, endColumn: 2 };
  act("merge", part);
  expect(shown()[2]).toEqual(["2"]);
  act("unmerge", part);
  act("edit-cell", { row: 2, column: 1, value: "back" });
  expect(shown()[2]).toEqual(["2", "back"]);
  act("clear-tab");
  expect(act("rows")).toMatchObject({ rowCount: 1000, columnCount: 26 });
});

it("drags rows, sorts a selected part, cuts and pastes", () => {
  const { act, shown } = open();
  act("append-row", { values: ["3", "bea"] });
  act("move-row", { row: 1, count: 2, to: 4 });
  expect(shown().map(([id]) => id)).toEqual(["id", "3", "1", "2"]);
  act("sort", { column: 1, startRow: 2, endRow: 4 });
  expect(shown().map(([id]) => id)).toEqual(["id", "3", "2", "1"]);
  act("cut-paste", { startRow: 1, endRow: 2, startColumn: 0, endColumn: 2, toRow: 5, toColumn: 1 });
  expect(shown()).toEqual([["id", "name"], [], ["2", "abel"], ["1", "cara"], [], ["", "3", "bea"]]);
});

it("copies a row without what programs wrote on it, or with it under new ids", async () => {
  const { act, batch, sheetId, spreadsheetId, token } = open();
  const dimensionRange = { sheetId, dimension: "ROWS", startIndex: 1, endIndex: 2 };
  const location = { dimensionRange };
  const entry = { metadataId: 4, metadataKey: "row", metadataValue: "r1", visibility: "DOCUMENT", location };
  await batch({ createDeveloperMetadata: { developerMetadata: entry } });
  act("copy-paste-row", { row: 1, to: 4 });
  act("copy-paste-row", { row: 1, to: 5, withMetadata: true });
  const { data } = await at.sheets(token).spreadsheets.developerMetadata.search({
    spreadsheetId,
    requestBody: { dataFilters: [{ developerMetadataLookup: { metadataKey: "row" } }] },
  });
  const found = data.matchedDeveloperMetadata?.map((one) => one.developerMetadata);
  expect(found?.map((one) => one?.location?.dimensionRange?.startIndex)).toEqual([1, 5]);
  expect(found?.map((one) => one?.metadataValue)).toEqual(["r1", "r1"]);
  expect(new Set(found?.map((one) => one?.metadataId)).size).toBe(2);
});

it("protects, moves tabs and renames the file", async () => {
  const { act, spreadsheetId, sheetId, token } = open();
  const { accessToken } = at.control<{ accessToken: string }>("create-account", {
    email: "guest@example.com",
  });
  act("share", { email: "guest@example.com" });
  const write = () =>
    at.sheets(accessToken).spreadsheets.values.update({
      spreadsheetId,
      range: "T!A1",
      valueInputOption: "RAW",
      requestBody: { values: [["x"]] },
    });
  act("protect", { protectedRangeId: 3, startRow: 0, endRow: 1, startColumn: 0, endColumn: 1 });
  await expect(write()).rejects.toMatchObject({ code: 400, message: /protected cell/ });
  act("unprotect", { protectedRangeId: 3 });
  act("protect", { protectedRangeId: 4, warningOnly: true });
  expect((await write()).status).toBe(200);
  act("duplicate-tab", { title: "Copy" });
  act("move-tab", { sheetId, to: 0 });
  act("rename", { title: "Renamed" });
  const { data } = await at.sheets(token).spreadsheets.get({ spreadsheetId });
  expect(data.properties?.title).toBe("Renamed");
  expect(data.sheets?.map((one) => one.properties?.title)).toEqual(["T", "Copy"]);
});

it("names what is wrong with a command", () => {
  const { act } = open();
  expect(() => act("dance")).toThrow("unknown command dance");
  expect(() => act("edit-cell", { row: 0 })).toThrow("column: whole number expected");
  expect(() => at.control("rows", { spreadsheetId: "nope" })).toThrow("no such spreadsheet");
  expect(() => at.control("fault", { kind: "earthquake" })).toThrow("unknown fault kind");
});
