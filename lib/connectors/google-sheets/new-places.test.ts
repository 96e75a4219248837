import { expect, it } from "vitest";
import { type NewPlaces, newPlaceLaws } from "../contract-new-places.test-kit";
import { NO_DEADLINE } from "../contract-session.test-kit";
import type { NewPlace } from "../new-place";
import { NATIVE_FORMS } from "./native-forms";
import { openDesk } from "./sandbox-place.test-kit";

const CALL = /:batchUpdate$|\/spreadsheets$/;

/** An account with one spreadsheet. */
async function account() {
  const desk = await openDesk();
  const spreadsheetId = desk.at.control<{ spreadsheetId: string }>("create-spreadsheet", {
    title: "Registers of the office",
    sheets: [{ title: "Cover", rows: [["Welcome"]] }],
  }).spreadsheetId;
  const sheets = desk.at.sheets(desk.accessToken).spreadsheets;
  const tabs = async () => {
    const { data } = await sheets.get({ spreadsheetId });
    return (data.sheets ?? []).map(({ properties }) => properties?.title ?? "");
  };
  let losing = false;
  desk.onAnswer = (url, method) => {
    if (!losing || method !== "POST" || !CALL.test(url.pathname)) return;
    losing = false;
    throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
  };
  const system: NewPlaces = {
    connector: desk.connect(),
    parent: { spreadsheetId },
    lose: () => {
      losing = true;
    },
    lost: () => !losing,
    makeByHand: async (title) => {
      const requests = [{ addSheet: { properties: { title } } }];
      await sheets.batchUpdate({ spreadsheetId, requestBody: { requests } });
    },
    count: async (title) => (await tabs()).filter((each) => each === title).length,
    dispose: () => desk.at.close(),
  };
  return { ...system, desk, sheets, spreadsheetId };
}

/** What the shape of an empty column tells by its format. */
const TOLD: Readonly<Record<string, string>> = {
  number: "empty",
  amount: "number",
  "whole number": "integer",
  checkbox: "boolean",
  date: "date",
  "date time": "datetime",
  dropdown: "select",
  "plain text": "empty",
};

newPlaceLaws("google-sheets", {
  forms: NATIVE_FORMS,
  nativeOf: (form) => TOLD[form] ?? form,
  refusesTwins: true,
  tellsOptions: (type) => type === "select",
  make: account,
});

const register = (parent: NewPlace["parent"]): NewPlace => ({
  parent,
  title: "Register",
  fields: [
    { name: "No.", type: "text", options: [], native: null, relatesTo: null },
    { name: "Status", type: "select", options: ["Draft", "Final"], native: null, relatesTo: null },
    { name: "Amount", type: "number", options: [], native: "amount", relatesTo: null },
  ],
  key: ["No."],
  mark: "0a".repeat(32),
});

it("gives the tab a bold, frozen header, formats below it, and choices that warn and do not refuse", async () => {
  const { connector, sheets, spreadsheetId, parent, dispose } = await account();
  const made = await connector.places?.create(register(parent));
  const { data } = await sheets.get({
    spreadsheetId,
    ranges: ["Register!A1:C3"],
    includeGridData: true,
  });
  const [tab] = data.sheets ?? [];
  expect(tab?.properties).toMatchObject({
    sheetId: made?.location.address.sheetId,
    gridProperties: { frozenRowCount: 1, rowCount: 1_000, columnCount: 3 },
  });
  const [header, first] = tab?.data?.[0]?.rowData ?? [];
  expect(header?.values?.map((cell) => cell.userEnteredFormat?.textFormat?.bold)).toEqual([true, true, true]);
  expect(first?.values?.[1]?.dataValidation).toEqual({
    condition: {
      type: "ONE_OF_LIST",
      values: [{ userEnteredValue: "Draft" }, { userEnteredValue: "Final" }],
    },
    showCustomUi: true,
  });
  expect(first?.values?.[2]?.userEnteredFormat?.numberFormat).toEqual({
    type: "NUMBER",
    pattern: "#,##0.00",
  });
  await dispose();
});

it("keeps the formats and choices under the rows that are written into it", async () => {
  const { connector, sheets, spreadsheetId, parent, dispose } = await account();
  const { address } = (await connector.places?.create(register(parent)))?.location ?? { address: {} };
  const names = ["No.", "Status", "Amount"];
  const types = ["text", "select", "number"] as const;
  const side = connector.side({
    address,
    mapped: names.map((name, at) => ({
      field: { id: `f${at}`, name, type: types[at] ?? "text" },
      sideField: `h:${name}`,
      writable: true,
    })),
    key: ["f0"],
  });
  for (const id of ["a", "b"])
    await side.write([{ op: "create", id, cells: { f0: id, f1: "Draft", f2: "1234.5" } }], NO_DEADLINE);
  const { data } = await sheets.get({ spreadsheetId, ranges: ["Register!A2:C4"], includeGridData: true });
  const rows = data.sheets?.[0]?.data?.[0]?.rowData ?? [];
  expect(rows.map(({ values }) => values?.[2]?.formattedValue)).toEqual(["1,234.50", "1,234.50", undefined]);
  for (const { values } of rows) {
    expect(values?.[0]?.userEnteredFormat?.textFormat?.bold).toBeUndefined();
    expect(values?.[1]?.dataValidation?.condition?.type).toBe("ONE_OF_LIST");
  }
  await dispose();
});

it("makes a spreadsheet with one tab, and one only where either answer is lost", async () => {
  const { connector, lose, lost, desk, dispose } = await account();
  const wish = register({});
  expect((await connector.places?.parents(""))?.[0]).toMatchObject({ address: {}, mayEdit: true });
  for (const losses of [1, 2]) {
    const titled = { ...wish, title: `Register ${losses}`, mark: `${losses}a`.repeat(32) };
    // The first attempt makes the spreadsheet, the second sets its tab up.
    for (let at = 0; at < losses; at += 1) {
      lose();
      await expect(connector.places?.create(titled)).rejects.toMatchObject({ kind: "upstream-unavailable" });
      expect(lost()).toBe(true);
    }
    const made = await connector.places?.create(titled);
    const { title } = titled;
    expect(made?.location.title).toBe(`${title} / ${title}`);
    const found = await desk.connect().locations(title);
    expect(found.map((each) => each.address)).toEqual([made?.location.address]);
    const side = connector.side({ address: made?.location.address ?? {}, mapped: [], key: [] });
    expect((await side.shape()).fields.map(({ name }) => name)).toEqual(["No.", "Status", "Amount"]);
  }
  await dispose();
});

it("leaves what people have made of its header alone", async () => {
  const { connector, desk, parent, spreadsheetId, dispose } = await account();
  const made = await connector.places?.create(register(parent));
  const sheetId = made?.location.address.sheetId;
  desk.at.control("edit-cell", { spreadsheetId, sheetId, row: 0, column: 1, value: "State" });
  expect(await connector.places?.create(register(parent))).toMatchObject({ isNew: false });
  const side = connector.side({ address: made?.location.address ?? {}, mapped: [], key: [] });
  expect((await side.shape()).fields.map(({ name }) => name)).toEqual(["No.", "State", "Amount"]);
  await dispose();
});

it("gives a tab without any column its header", async () => {
  const { connector, desk, sheets, spreadsheetId, dispose } = await account();
  const requests = [{ addSheet: { properties: { title: "Empty" } } }];
  const { data } = await sheets.batchUpdate({ spreadsheetId, requestBody: { requests } });
  const sheetId = data.replies?.[0]?.addSheet?.properties?.sheetId ?? -1;
  const address = { spreadsheetId, sheetId, title: "Empty" };
  const { fields } = register({});
  expect((await connector.side({ address, mapped: [], key: [] }).shape()).fields).toEqual([]);
  expect(await connector.places?.addFields(address, fields)).toEqual(["No.", "Status", "Amount"]);
  const shape = await connector.side({ address, mapped: [], key: [] }).shape();
  expect(shape.fields.map(({ name, type, writable }) => [name, type, writable])).toEqual([
    ["No.", "text", true],
    ["Status", "select", true],
    ["Amount", "number", true],
  ]);
  expect(shape.problems).toEqual([]);
  expect(desk.at.control<{ rows: string[][] }>("rows", { spreadsheetId, sheetId, limit: 2 }).rows[0]).toEqual(
    expect.arrayContaining(["No.", "Status", "Amount"]),
  );
  await dispose();
});

it("adds a column before what stands to the right of the table", async () => {
  const { connector, desk, parent, spreadsheetId, dispose } = await account();
  const made = await connector.places?.create(register(parent));
  const address = made?.location.address ?? {};
  const { sheetId } = address;
  await connector.places?.addFields(address, [
    { name: "Note", type: "text", options: [], native: null, relatesTo: null },
  ]);
  desk.at.control("edit-cell", { spreadsheetId, sheetId, row: 0, column: 3, value: "" });
  desk.at.control("edit-cell", { spreadsheetId, sheetId, row: 4, column: 3, value: "a remark" });
  await connector.places?.addFields(address, [
    { name: "Due", type: "date", options: [], native: null, relatesTo: null },
  ]);
  const rows = desk.at.control<{ rows: string[][] }>("rows", { spreadsheetId, sheetId, limit: 10 }).rows;
  expect(rows[0]?.slice(0, 4)).toEqual(["No.", "Status", "Amount", "Due"]);
  expect(rows[4]?.[4]).toBe("a remark");
  await dispose();
});
