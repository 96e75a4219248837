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

/** A sheet whose line `index` carries metadata 9. */
async function marked(dimension: "ROWS" | "COLUMNS", index: number) {
  const sheet = testSheet(at, TABLE);
  const dimensionRange = { sheetId: sheet.sheetId, dimension, startIndex: index, endIndex: index + 1 };
  const developerMetadata = {
    metadataId: 9,
    metadataKey: "k",
    visibility: "DOCUMENT",
    location: { dimensionRange },
  };
  await sheet.batch({ createDeveloperMetadata: { developerMetadata } });
  return { ...sheet, values: at.sheets(sheet.token).spreadsheets.values };
}

const MARK = { developerMetadataLookup: { metadataId: 9 } };

it("writes the row where it is now, not where it was read", async () => {
  const { spreadsheetId, shown, values } = await marked("ROWS", 2);
  at.control("insert-row", { spreadsheetId, row: 1 });
  const { data } = await values.batchUpdateByDataFilter({
    spreadsheetId,
    requestBody: {
      valueInputOption: "RAW",
      data: [{ dataFilter: MARK, majorDimension: "ROWS", values: [["2", "bea"]] }],
    },
  });
  expect(shown()[3]).toEqual(["2", "bea"]);
  expect(data).toMatchObject({
    totalUpdatedCells: 2,
    responses: [{ updatedRange: "T!A4:B4", dataFilter: MARK }],
  });
  const tooMany = values.batchUpdateByDataFilter({
    spreadsheetId,
    requestBody: { valueInputOption: "RAW", data: [{ dataFilter: MARK, values: [["a"], ["b"]] }] },
  });
  await expect(tooMany).rejects.toMatchObject({ code: 400 });
});

it("reads and clears what filters select, each range once with all filters that select it", async () => {
  const { spreadsheetId, shown, values } = await marked("COLUMNS", 1);
  const both = [MARK, { a1Range: "T!B:B" }];
  const { data } = await values.batchGetByDataFilter({ spreadsheetId, requestBody: { dataFilters: both } });
  expect(data.valueRanges).toHaveLength(1);
  expect(data.valueRanges?.[0]).toMatchObject({
    valueRange: { values: [["name"], ["cara"], ["abel"]] },
    dataFilters: both,
  });
  await values.batchClearByDataFilter({ spreadsheetId, requestBody: { dataFilters: [MARK] } });
  expect(shown().map((row) => row.join("").trim())).toEqual(["id", "1", "2"]);
  const none = { dataFilters: [{ developerMetadataLookup: { metadataId: 404 } }] };
  const missing = await values.batchGetByDataFilter({ spreadsheetId, requestBody: none });
  expect(missing.data).toEqual({ spreadsheetId });
});

it("shows only the tabs and cells that filters select", async () => {
  const { spreadsheetId, sheetId, token, batch } = await marked("ROWS", 1);
  await batch({ addSheet: { properties: { title: "Other" } } });
  const { data } = await at.sheets(token).spreadsheets.getByDataFilter({
    spreadsheetId,
    fields: "sheets(properties.title,data(startRow,rowData.values.formattedValue))",
    requestBody: { dataFilters: [MARK, { gridRange: { sheetId, startRowIndex: 2, endRowIndex: 3 } }] },
  });
  const row = (...texts: string[]) => [{ values: texts.map((formattedValue) => ({ formattedValue })) }];
  expect(data.sheets).toEqual([
    {
      properties: { title: "T" },
      data: [
        { startRow: 1, rowData: row("1", "cara") },
        { startRow: 2, rowData: row("2", "abel") },
      ],
    },
  ]);
});

it("selects every tab by metadata of the spreadsheet itself", async () => {
  const sheet = testSheet(at, TABLE);
  const entry = { metadataId: 9, metadataKey: "k", visibility: "DOCUMENT", location: { spreadsheet: true } };
  await sheet.batch(
    { addSheet: { properties: { title: "Other" } } },
    { createDeveloperMetadata: { developerMetadata: entry } },
  );
  const { data } = await at.sheets(sheet.token).spreadsheets.values.batchGetByDataFilter({
    spreadsheetId: sheet.spreadsheetId,
    requestBody: { dataFilters: [MARK] },
  });
  expect(data.valueRanges?.map((one) => one.valueRange?.range)).toEqual(["T!A1:Z1000", "Other!A1:Z1000"]);
});

it("copies a tab to another spreadsheet that the caller may write", async () => {
  const { spreadsheetId, sheetId, token } = await marked("ROWS", 1);
  const copyTo = (destinationSpreadsheetId: string) =>
    at.sheets(token).spreadsheets.sheets.copyTo({
      spreadsheetId,
      sheetId,
      requestBody: { destinationSpreadsheetId },
    });
  await expect(copyTo(testSheet(at, []).spreadsheetId)).rejects.toMatchObject({ code: 403 });
  const made = await at.sheets(token).spreadsheets.create({ requestBody: {} });
  const target = made.data.spreadsheetId ?? "";
  expect((await copyTo(target)).data).toMatchObject({ title: "Copy of T", index: 1 });
  expect((await copyTo(target)).data).toMatchObject({ title: "Copy of T 2", index: 2 });
  const values = at.sheets(token).spreadsheets.values;
  const read = await values.get({ spreadsheetId: target, range: "Copy of T" });
  expect(read.data.values).toEqual(TABLE);
  const found = at.sheets(token).spreadsheets.developerMetadata.get({ spreadsheetId: target, metadataId: 9 });
  await expect(found).rejects.toMatchObject({ code: 404 });
});
