import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BATCH_SHAPES, OTHER_BATCH_KINDS } from "./batch-shapes";
import { DRIVE_SHAPES } from "./drive-shapes";
import { SHAPES } from "./shapes";
import { type Bench, bench } from "./testing/bench";
import { type Discovery, readDiscovery, sharedData } from "./testing/discovery";

const sheetsFile = sharedData("sheets-v4.discovery.json");
const driveFile = sharedData("drive-v3.discovery.json");
if (sheetsFile === undefined || driveFile === undefined) console.log("skipped: no ../shared");

describe.skipIf(sheetsFile === undefined || driveFile === undefined)("against the official documents", () => {
  let sheetsApi: Discovery;
  let driveApi: Discovery;
  let at: Bench;
  let token: string;

  beforeAll(async () => {
    sheetsApi = readDiscovery(sheetsFile ?? "");
    driveApi = readDiscovery(driveFile ?? "");
    at = await bench();
    token = at.control<{ accessToken: string }>("create-account", { email: "ada@example.com" }).accessToken;
  });
  afterAll(() => at.close());

  it("knows only fields the API has", () => {
    for (const [name, fields] of Object.entries(SHAPES)) {
      const official = Object.keys(sheetsApi.schemas[name]?.properties ?? {});
      expect(official, name).toEqual(expect.arrayContaining(Object.keys(fields)));
    }
  });

  it("knows only fields that Drive has", () => {
    for (const [name, fields] of Object.entries(DRIVE_SHAPES)) {
      const official = Object.keys(driveApi.schemas[name]?.properties ?? {});
      expect(official, name).toEqual(expect.arrayContaining(Object.keys(fields)));
    }
  });

  it("names every batch request kind, reproduced or not", () => {
    const official = Object.keys(sheetsApi.schemas.Request?.properties ?? {}).sort();
    expect([...Object.keys(BATCH_SHAPES), ...OTHER_BATCH_KINDS].sort()).toEqual(official);
  });

  it("takes and gives what the documents describe", async () => {
    await everyMethod(at, token);
    expect([...at.asked].sort()).toEqual([
      "drive.about.get",
      "drive.changes.getStartPageToken",
      "drive.changes.list",
      "drive.changes.watch",
      "drive.channels.stop",
      "drive.files.copy",
      "drive.files.delete",
      "drive.files.get",
      "drive.files.list",
      "drive.files.update",
      "drive.files.watch",
      "sheets.spreadsheets.batchUpdate",
      "sheets.spreadsheets.create",
      "sheets.spreadsheets.developerMetadata.get",
      "sheets.spreadsheets.developerMetadata.search",
      "sheets.spreadsheets.get",
      "sheets.spreadsheets.getByDataFilter",
      "sheets.spreadsheets.sheets.copyTo",
      "sheets.spreadsheets.values.append",
      "sheets.spreadsheets.values.batchClear",
      "sheets.spreadsheets.values.batchClearByDataFilter",
      "sheets.spreadsheets.values.batchGet",
      "sheets.spreadsheets.values.batchGetByDataFilter",
      "sheets.spreadsheets.values.batchUpdate",
      "sheets.spreadsheets.values.batchUpdateByDataFilter",
      "sheets.spreadsheets.values.clear",
      "sheets.spreadsheets.values.get",
      "sheets.spreadsheets.values.update",
    ]);
  });
});

async function everyMethod(at: Bench, token: string): Promise<void> {
  const { spreadsheets } = at.sheets(token);
  const created = await spreadsheets.create({
    requestBody: {
      properties: { title: "All", locale: "de_DE", timeZone: "Europe/Berlin" },
      sheets: [{ properties: { sheetId: 7, title: "T", gridProperties: { frozenRowCount: 1 } } }],
    },
  });
  const spreadsheetId = created.data.spreadsheetId ?? "";
  const requestBody = {
    values: [
      ["a", 1, true, "31.12.2024", "=B1/0", "12,5%"],
      ["b", 2],
    ],
  };
  await spreadsheets.values.update({
    spreadsheetId,
    range: "T!A1",
    valueInputOption: "USER_ENTERED",
    includeValuesInResponse: true,
    requestBody,
  });
  await spreadsheets.values.append({ spreadsheetId, range: "T", valueInputOption: "RAW", requestBody });
  await spreadsheets.values.batchUpdate({
    spreadsheetId,
    requestBody: {
      valueInputOption: "RAW",
      includeValuesInResponse: true,
      data: [{ range: "T!H1", majorDimension: "COLUMNS", values: [["x", "y"]] }],
    },
  });
  await spreadsheets.values.get({ spreadsheetId, range: "T!A:F", valueRenderOption: "FORMULA" });
  await spreadsheets.values.batchGet({ spreadsheetId, ranges: ["T", "T!A1"], majorDimension: "COLUMNS" });
  await spreadsheets.batchUpdate({ spreadsheetId, requestBody: { ...everyRequest(), ...postImage } });
  await spreadsheets.developerMetadata.get({ spreadsheetId, metadataId: 77 });
  await spreadsheets.developerMetadata.search({
    spreadsheetId,
    requestBody: { dataFilters: [{ developerMetadataLookup: { metadataKey: "row" } }] },
  });
  await everyDataFilter(at, token, spreadsheetId);
  await spreadsheets.get({ spreadsheetId, includeGridData: true });
  await spreadsheets.values.clear({ spreadsheetId, range: "T!A1:A2" });
  await spreadsheets.values.batchClear({ spreadsheetId, requestBody: { ranges: ["T!B1", "T!C:C"] } });
  await at.drive(token).files.get({ fileId: spreadsheetId, fields: "*" });
  await at.drive(token).files.list({ q: "trashed = false", fields: "files(id,name,owners),nextPageToken" });
  await at.drive(token).about.get({ fields: "user" });
  await everyChange(at, token, spreadsheetId);
}

async function everyDataFilter(at: Bench, token: string, spreadsheetId: string): Promise<void> {
  const { spreadsheets } = at.sheets(token);
  const dataFilter = { developerMetadataLookup: { metadataId: 77 } };
  const dataFilters = [dataFilter, { a1Range: "T!A1:B2" }];
  await spreadsheets.getByDataFilter({ spreadsheetId, requestBody: { dataFilters, includeGridData: true } });
  await spreadsheets.values.batchGetByDataFilter({
    spreadsheetId,
    requestBody: { dataFilters, majorDimension: "ROWS" },
  });
  await spreadsheets.values.batchUpdateByDataFilter({
    spreadsheetId,
    requestBody: {
      valueInputOption: "RAW",
      includeValuesInResponse: true,
      data: [{ dataFilter, majorDimension: "ROWS", values: [["z"]] }],
    },
  });
  await spreadsheets.values.batchClearByDataFilter({ spreadsheetId, requestBody: { dataFilters } });
  await spreadsheets.sheets.copyTo({
    spreadsheetId,
    sheetId: 7,
    requestBody: { destinationSpreadsheetId: spreadsheetId },
  });
}

async function everyChange(at: Bench, token: string, fileId: string): Promise<void> {
  const drive = at.drive(token);
  const { startPageToken } = (await drive.changes.getStartPageToken()).data;
  const pageToken = startPageToken ?? "";
  const channel = { id: "one", type: "web_hook", address: "http://127.0.0.1:9/", token: "secret" };
  const { data } = await drive.files.watch({ fileId, requestBody: channel });
  await drive.changes.watch({ pageToken, requestBody: { ...channel, id: "two" } });
  await drive.channels.stop({ requestBody: { id: "one", resourceId: data.resourceId ?? "" } });
  const copy = await drive.files.copy({ fileId, requestBody: { name: "Copy" }, fields: "*" });
  await drive.files.update({ fileId, requestBody: { name: "Renamed", trashed: true } });
  await drive.files.delete({ fileId: copy.data.id ?? "" });
  await drive.changes.list({ pageToken, fields: "*" });
}

const postImage = {
  includeSpreadsheetInResponse: true,
  responseRanges: ["T!A1:F"],
  responseIncludeGridData: true,
};

function everyRequest() {
  const sheetId = 7;
  const row = { sheetId, dimension: "ROWS", startIndex: 0, endIndex: 1 };
  const cells = { sheetId, startRowIndex: 0, endRowIndex: 2, startColumnIndex: 0, endColumnIndex: 2 };
  return {
    requests: [
      {
        createDeveloperMetadata: {
          developerMetadata: {
            metadataId: 77,
            metadataKey: "row",
            visibility: "PROJECT",
            location: { dimensionRange: row },
          },
        },
      },
      { addSheet: { properties: { title: "Second" } } },
      { duplicateSheet: { sourceSheetId: sheetId, newSheetId: 8, newSheetName: "Copy" } },
      { updateSheetProperties: { properties: { sheetId: 8, title: "Copied" }, fields: "title" } },
      { deleteSheet: { sheetId: 8 } },
      { insertDimension: { range: row } },
      { moveDimension: { source: row, destinationIndex: 3 } },
      { sortRange: { range: cells, sortSpecs: [{ dimensionIndex: 0, sortOrder: "DESCENDING" }] } },
      { findReplace: { find: "a", replacement: "b", sheetId } },
      { copyPaste: { source: cells, destination: { ...cells, startRowIndex: 5, endRowIndex: 7 } } },
      { cutPaste: { source: cells, destination: { sheetId, rowIndex: 8, columnIndex: 0 } } },
      { insertRange: { range: cells, shiftDimension: "ROWS" } },
      { deleteRange: { range: cells, shiftDimension: "COLUMNS" } },
      { addNamedRange: { namedRange: { name: "Prices", range: cells } } },
      {
        addTable: {
          table: {
            tableId: "t",
            name: "Deals",
            range: { ...cells, startRowIndex: 20, endRowIndex: 22 },
            columnProperties: [{ columnIndex: 1, columnName: "Price", columnType: "DOUBLE" }],
          },
        },
      },
      { addProtectedRange: { protectedRange: { range: cells, warningOnly: true } } },
      {
        setDataValidation: {
          range: cells,
          rule: { condition: { type: "ONE_OF_LIST", values: [{ userEnteredValue: "x" }] }, strict: true },
        },
      },
      { repeatCell: { range: cells, cell: { note: "n" }, fields: "note" } },
      { mergeCells: { range: cells, mergeType: "MERGE_ALL" } },
      {
        updateDeveloperMetadata: {
          dataFilters: [{ developerMetadataLookup: { metadataId: 77 } }],
          developerMetadata: { metadataValue: "v" },
          fields: "metadataValue",
        },
      },
    ],
  };
}
