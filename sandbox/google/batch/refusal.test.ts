import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, bench } from "../testing/bench";
import { testSheet } from "../testing/sheet";

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

describe("requests", () => {
  it("accepts a filter of metadata that matches nothing", async () => {
    const { batch } = testSheet(at, TABLE);
    const dataFilter = { developerMetadataLookup: { metadataId: 404 } };
    expect(await batch({ deleteDeveloperMetadata: { dataFilter } })).toEqual([
      { deleteDeveloperMetadata: {} },
    ]);
  });

  it("writes what a strict validation would not let a person type", async () => {
    const sheet = testSheet(at, TABLE);
    const { sheetId } = sheet;
    const cell = { sheetId, startRowIndex: 1, endRowIndex: 2, startColumnIndex: 1, endColumnIndex: 2 };
    const condition = { type: "ONE_OF_LIST", values: [{ userEnteredValue: "only" }] };
    const start = { sheetId, rowIndex: 1, columnIndex: 1 };
    const rows = [{ values: [{ userEnteredValue: { stringValue: "other" } }] }];
    await sheet.batch(
      { setDataValidation: { range: cell, rule: { condition, strict: true } } },
      { updateCells: { start, rows, fields: "userEnteredValue" } },
    );
    expect(sheet.shown()[1]?.[1]).toBe("other");
  });

  it("says loudly what the sandbox does not have, and what nobody has", async () => {
    const { batch } = testSheet(at, TABLE);
    await expect(batch({ addChart: {} })).rejects.toMatchObject({ code: 501 });
    await expect(batch({ addMagic: {} } as never)).rejects.toMatchObject({ code: 400 });
    await expect(batch()).rejects.toThrow("Must specify at least one request.");
  });

  it("keeps protected cells from everybody who may not edit them", async () => {
    const sheet = testSheet(at, TABLE);
    const { sheetId, spreadsheetId } = sheet;
    const range = { sheetId, startColumnIndex: 0, endColumnIndex: 1 };
    await sheet.batch({ addProtectedRange: { protectedRange: { range } } });
    const { accessToken } = at.control<{ accessToken: string }>("create-account", {
      email: "guest@example.com",
    });
    at.control("share", { spreadsheetId, email: "guest@example.com", role: "writer" });
    const write = (column: string) =>
      at.sheets(accessToken).spreadsheets.values.update({
        spreadsheetId,
        range: `T!${column}2`,
        valueInputOption: "RAW",
        requestBody: { values: [["x"]] },
      });
    await expect(write("A")).rejects.toThrow("You are trying to edit a protected cell or object.");
    await expect(write("B")).resolves.toMatchObject({ status: 200 });
  });
});
