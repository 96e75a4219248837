import { afterEach, beforeEach, expect, it } from "vitest";
import { type Bench, bench } from "./testing/bench";
import { type TestSheet, testSheet } from "./testing/sheet";

let at: Bench;
let sheet: TestSheet;

beforeEach(async () => {
  at = await bench();
  sheet = testSheet(at, [["a"], ["b"]]);
});
afterEach(() => at.close());

const read = async () => {
  const { data } = await at
    .sheets(sheet.token)
    .spreadsheets.values.get({ spreadsheetId: sheet.spreadsheetId, range: "T" });
  return data.values;
};

const write = (text: string) =>
  at.sheets(sheet.token).spreadsheets.values.update({
    spreadsheetId: sheet.spreadsheetId,
    range: "T!A1",
    valueInputOption: "RAW",
    requestBody: { values: [[text]] },
  });

const gesture = (command: string, input: object) => ({
  command,
  input: { spreadsheetId: sheet.spreadsheetId, ...input },
});

it("lets a person act before the second write takes effect, or after it and before its answer", async () => {
  const second = { match: { method: "PUT", path: "/values/T!" }, nth: 2 };
  at.control("schedule", { ...second, when: "before", ...gesture("insert-row", { row: 0 }) });
  at.control("schedule", {
    ...second,
    when: "after",
    ...gesture("edit-cell", { row: 0, column: 0, value: "mine" }),
  });
  await write("one");
  expect(await read()).toEqual([["one"], ["b"]]);
  expect(at.control("schedule-status")).toEqual({ pending: 2, failed: [] });
  await write("two");
  expect(await read()).toEqual([["mine"], ["one"], ["b"]]);
  expect(at.control("schedule-status")).toEqual({ pending: 0, failed: [] });
});

it("lets a gesture come between a write and the failure that hides it", async () => {
  at.control("fault", { kind: "503-after", match: { method: "PUT" } });
  at.control("schedule", {
    match: { method: "PUT" },
    when: "after",
    ...gesture("delete-rows", { startRow: 0 }),
  });
  await expect(write("lost")).rejects.toMatchObject({ code: 503 });
  expect(await read()).toEqual([["b"]]);
});

it("remembers what failed, forgets on demand, and refuses what makes no sense", async () => {
  at.control("schedule", gesture("edit-cell", { row: -1, column: 0 }));
  await read();
  expect(at.control("schedule-status")).toEqual({
    pending: 0,
    failed: ["edit-cell: row or column is outside the grid"],
  });
  at.control("clear-schedule");
  expect(at.control("schedule-status")).toEqual({ pending: 0, failed: [] });
  const add = (input: object) => () => at.control("schedule", { command: "sort", ...input });
  expect(add({ command: "dance" })).toThrow("there is no command dance to schedule");
  expect(add({ command: "schedule" })).toThrow("there is no command schedule");
  expect(add({ nth: 0 })).toThrow("nth is the number of the matching request, from 1");
  expect(add({ when: "later" })).toThrow("when: before or after expected");
});
