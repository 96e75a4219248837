import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, bench } from "../testing/bench";
import { testSheet } from "../testing/sheet";

let at: Bench;

beforeAll(async () => {
  at = await bench();
});
afterAll(() => at.close());

const TABLE = [
  ["id", "name", "n"],
  ["1", "cara", "3"],
  ["2", "abel", "1"],
  ["3", "bert", "2"],
];

const rowMetadata = (sheetId: number, index: number, metadataId: number) => ({
  createDeveloperMetadata: {
    developerMetadata: {
      metadataId,
      metadataKey: "r",
      visibility: "PROJECT",
      location: { dimensionRange: { sheetId, dimension: "ROWS", startIndex: index, endIndex: index + 1 } },
    },
  },
});

const whereIs = async (sheet: ReturnType<typeof testSheet>, metadataId: number) => {
  const { data } = await at
    .sheets(sheet.token)
    .spreadsheets.developerMetadata.get({ spreadsheetId: sheet.spreadsheetId, metadataId });
  return data.location?.dimensionRange?.startIndex;
};

describe("rows and columns", () => {
  it("shifts cells, metadata, merges and formulas when lines are inserted and deleted", async () => {
    const sheet = testSheet(at, [...TABLE, ["sum", "", "=SUM(C2:C4)"], ["one", "", "=$C$2+C4"]]);
    const { sheetId } = sheet;
    const rows = (startIndex: number, endIndex: number) => ({
      sheetId,
      dimension: "ROWS",
      startIndex,
      endIndex,
    });
    await sheet.batch(
      rowMetadata(sheetId, 3, 33),
      { insertDimension: { range: rows(1, 3) } },
      { deleteDimension: { range: rows(2, 3) } },
    );
    expect(sheet.shown()[5]).toEqual(["sum", "", "6"]);
    expect(sheet.shown()[6]).toEqual(["one", "", "5"]);
    expect(await whereIs(sheet, 33)).toBe(4);
    await sheet.batch({ deleteDimension: { range: rows(4, 5) } });
    expect(sheet.shown()[4]).toEqual(["sum", "", "4"]);
    expect(sheet.shown()[5]).toEqual(["one", "", "#REF!"]);
    await expect(whereIs(sheet, 33)).rejects.toMatchObject({ code: 404 });
  });

  it("moves a column with its metadata and points formulas at it", async () => {
    const sheet = testSheet(at, [["a", "b", "c", "=A1&C1"]]);
    const { sheetId } = sheet;
    await sheet.batch({
      moveDimension: {
        source: { sheetId, dimension: "COLUMNS", startIndex: 0, endIndex: 1 },
        destinationIndex: 3,
      },
    });
    expect(sheet.shown()).toEqual([["b", "c", "a", "ac"]]);
    await sheet.batch({
      moveDimension: {
        source: { sheetId, dimension: "COLUMNS", startIndex: 2, endIndex: 3 },
        destinationIndex: 0,
      },
    });
    expect(sheet.shown()).toEqual([["a", "b", "c", "ac"]]);
  });

  it("refuses to delete a row that is not there, and all rows", async () => {
    const { sheetId, batch } = testSheet(at, TABLE);
    const remove = (startIndex: number, endIndex: number) =>
      batch({ deleteDimension: { range: { sheetId, dimension: "ROWS", startIndex, endIndex } } });
    await expect(remove(1000, 1001)).rejects.toThrow(
      "Cannot delete a row that doesn't exist. Tried to delete row index 1000 but there are only 1000 rows.",
    );
    await expect(remove(0, 1000)).rejects.toThrow("You can't delete all the rows on the sheet.");
  });

  it("refuses the cell over ten million, and rows first when a resize would fit only afterwards", async () => {
    const { sheetId, batch } = testSheet(at, TABLE);
    const limit = "above the limit of 10000000 cells.";
    await expect(batch({ appendDimension: { sheetId, dimension: "ROWS", length: 400_000 } })).rejects.toThrow(
      limit,
    );
    const resize = (rowCount: number, columnCount: number, fields: string) =>
      batch({
        updateSheetProperties: { properties: { sheetId, gridProperties: { rowCount, columnCount } }, fields },
      });
    const both = "gridProperties(rowCount,columnCount)";
    await expect(resize(1_000_000, 10, both)).rejects.toThrow(limit);
    await resize(1000, 10, both);
    expect(await resize(1_000_000, 10, both)).toEqual([{}]);
  });
});

describe("cells", () => {
  it("clears what updateCells' range covers and its rows do not, and only under the mask", async () => {
    const sheet = testSheet(at, [
      ["$1.00", "b"],
      ["c", "d"],
    ]);
    await sheet.batch({
      updateCells: {
        range: {
          sheetId: sheet.sheetId,
          startRowIndex: 0,
          endRowIndex: 2,
          startColumnIndex: 0,
          endColumnIndex: 2,
        },
        rows: [{ values: [{ userEnteredValue: { numberValue: 5 } }] }],
        fields: "userEnteredValue",
      },
    });
    expect(
      sheet
        .shown()
        .flat()
        .filter((text) => text !== ""),
    ).toEqual(["$5.00"]);
  });

  it("asks for fields and refuses what no cell has", async () => {
    const { sheetId, batch } = testSheet(at, TABLE);
    const update = (fields: string | undefined, extra = {}) =>
      batch({
        updateCells: {
          start: { sheetId },
          rows: [{ values: [{ ...extra }] }],
          ...(fields ? { fields } : {}),
        },
      });
    await expect(update(undefined)).rejects.toThrow("At least one field must be listed in 'fields'");
    await expect(update("effectiveValue")).rejects.toThrow("read-only");
    await expect(update("*", { colour: "red" })).rejects.toMatchObject({
      code: 400,
      message:
        "Invalid JSON payload received. Unknown name \"colour\" at 'requests[0].update_cells.rows[0].values[0]': Cannot find field.",
    });
  });

  it("answers the documented text outside the grid and for a value too long", async () => {
    const { sheetId, batch } = testSheet(at, TABLE);
    const write = (rowIndex: number, stringValue: string) =>
      batch({
        updateCells: {
          start: { sheetId, rowIndex, columnIndex: 24 },
          rows: [{ values: [{ userEnteredValue: { stringValue } }] }],
          fields: "userEnteredValue",
        },
      });
    await expect(write(1000, "x")).rejects.toThrow(
      "Range (T!Y1001) exceeds grid limits. Max rows: 1000, max columns: 26",
    );
    await expect(write(0, "x".repeat(50_001))).rejects.toThrow("more than the maximum of 50000 characters");
  });

  it("loses what is written under a merge, and keeps only the first value when merging", async () => {
    const sheet = testSheet(at, [
      ["a", "b"],
      ["c", "d"],
    ]);
    const { sheetId } = sheet;
    const range = { sheetId, startRowIndex: 0, endRowIndex: 2, startColumnIndex: 0, endColumnIndex: 1 };
    await sheet.batch(
      { mergeCells: { range, mergeType: "MERGE_ALL" } },
      {
        updateCells: {
          start: { sheetId, rowIndex: 1, columnIndex: 0 },
          rows: [{ values: [{ userEnteredValue: { stringValue: "lost" } }] }],
          fields: "userEnteredValue",
        },
      },
    );
    expect(sheet.shown()).toEqual([
      ["a", "b"],
      ["", "d"],
    ]);
    const { data } = await at.sheets(sheet.token).spreadsheets.get({
      spreadsheetId: sheet.spreadsheetId,
      fields: "sheets.merges",
    });
    expect(data).toEqual({ sheets: [{ merges: [range] }] });
  });

  it("finds and replaces, and counts", async () => {
    const sheet = testSheet(at, [
      ["cat", "concat"],
      ["dog", '="cat"'],
    ]);
    const [reply] = await sheet.batch({
      findReplace: { find: "CAT", replacement: "$1", sheetId: sheet.sheetId },
    });
    expect(reply).toEqual({
      findReplace: { valuesChanged: 2, rowsChanged: 1, sheetsChanged: 1, occurrencesChanged: 2 },
    });
    expect(sheet.shown()).toEqual([
      ["$1.00", "con$1"],
      ["dog", "cat"],
    ]);
  });
});

describe("sorting and pasting", () => {
  it("permutes cells inside the range only; metadata stays on the row index", async () => {
    const sheet = testSheet(at, TABLE);
    const { sheetId } = sheet;
    await sheet.batch(rowMetadata(sheetId, 1, 11), {
      sortRange: {
        range: { sheetId, startRowIndex: 1, endRowIndex: 4, startColumnIndex: 1, endColumnIndex: 3 },
        sortSpecs: [{ dimensionIndex: 1, sortOrder: "ASCENDING" }],
      },
    });
    expect(sheet.shown()).toEqual([
      ["id", "name", "n"],
      ["1", "abel", "1"],
      ["2", "bert", "2"],
      ["3", "cara", "3"],
    ]);
    expect(await whereIs(sheet, 11)).toBe(1);
  });

  it("copies with relative references and repeats the source over the destination", async () => {
    const sheet = testSheet(at, [["1", "=A1*2"], ["5"], ["7"]]);
    const { sheetId } = sheet;
    const column = (startRowIndex: number, endRowIndex: number) => ({
      sheetId,
      startRowIndex,
      endRowIndex,
      startColumnIndex: 1,
      endColumnIndex: 2,
    });
    await sheet.batch({
      copyPaste: { source: column(0, 1), destination: column(1, 3), pasteType: "PASTE_NORMAL" },
    });
    expect(sheet.shown()).toEqual([
      ["1", "2"],
      ["5", "10"],
      ["7", "14"],
    ]);
  });

  it("cuts cells away from where they were", async () => {
    const sheet = testSheet(at, [["a", "b"]]);
    const { sheetId } = sheet;
    await sheet.batch({
      cutPaste: {
        source: { sheetId, startRowIndex: 0, endRowIndex: 1, startColumnIndex: 0, endColumnIndex: 1 },
        destination: { sheetId, rowIndex: 1, columnIndex: 1 },
      },
    });
    expect(sheet.shown()).toEqual([
      ["", "b"],
      ["", "a"],
    ]);
  });

  it("shifts only the range's columns when cells are deleted or inserted", async () => {
    const sheet = testSheet(at, [
      ["1", "a"],
      ["2", "b"],
      ["3", "c"],
    ]);
    const { sheetId } = sheet;
    const range = { sheetId, startRowIndex: 1, endRowIndex: 2, startColumnIndex: 1, endColumnIndex: 2 };
    await sheet.batch({ deleteRange: { range, shiftDimension: "ROWS" } });
    expect(sheet.shown()).toEqual([["1", "a"], ["2", "c"], ["3"]]);
    await sheet.batch({ insertRange: { range, shiftDimension: "ROWS" } });
    expect(sheet.shown()).toEqual([["1", "a"], ["2"], ["3", "c"]]);
    await sheet.batch({
      deleteRange: { range: { ...range, startColumnIndex: 0, endColumnIndex: 1 }, shiftDimension: "COLUMNS" },
    });
    expect(sheet.shown()[1]).toEqual([]);
  });
});

describe("developer metadata", () => {
  const fence = (metadataId: number) => ({
    createDeveloperMetadata: {
      developerMetadata: {
        metadataId,
        metadataKey: "op",
        visibility: "PROJECT",
        location: { spreadsheet: true },
      },
    },
  });

  it("fails the whole batch when a chosen id is in use", async () => {
    const sheet = testSheet(at, TABLE);
    const write = {
      updateCells: {
        start: { sheetId: sheet.sheetId, rowIndex: 1, columnIndex: 1 },
        rows: [{ values: [{ userEnteredValue: { stringValue: "new" } }] }],
        fields: "userEnteredValue",
      },
    };
    await sheet.batch(fence(5));
    await expect(sheet.batch(write, fence(5))).rejects.toMatchObject({
      code: 400,
      message: expect.stringMatching(/^Invalid requests\[1\]\.createDeveloperMetadata: .*already in use/),
    });
    expect(sheet.shown()).toEqual(TABLE);
    const drop = { deleteDeveloperMetadata: { dataFilter: { developerMetadataLookup: { metadataId: 5 } } } };
    await sheet.batch(drop, fence(5), write);
    expect(sheet.shown()[1]?.[1]).toBe("new");
  });

  it("counts 30,000 characters for the spreadsheet and for each sheet", async () => {
    const sheet = testSheet(at, TABLE);
    const entry = (location: object, size: number) => ({
      createDeveloperMetadata: {
        developerMetadata: {
          metadataKey: "k",
          metadataValue: "v".repeat(size - 1),
          visibility: "DOCUMENT",
          location,
        },
      },
    });
    await sheet.batch(entry({ spreadsheet: true }, 30_000), entry({ sheetId: sheet.sheetId }, 29_999));
    await sheet.batch(rowMetadata(sheet.sheetId, 0, 1));
    await expect(sheet.batch(rowMetadata(sheet.sheetId, 1, 2))).rejects.toThrow("30000 characters");
  });

  it("is copied neither with a row nor with a tab", async () => {
    const sheet = testSheet(at, TABLE);
    const { sheetId, spreadsheetId } = sheet;
    const row = (index: number) => ({ sheetId, startRowIndex: index, endRowIndex: index + 1 });
    await sheet.batch(
      rowMetadata(sheetId, 1, 21),
      { copyPaste: { source: row(1), destination: row(5) } },
      { duplicateSheet: { sourceSheetId: sheetId, newSheetName: "Copy" } },
    );
    const { data } = await at.sheets(sheet.token).spreadsheets.get({
      spreadsheetId,
      fields: "sheets.data.rowMetadata.developerMetadata.metadataId",
    });
    const ids = data.sheets?.flatMap((tab) => tab.data?.flatMap((grid) => grid.rowMetadata ?? []) ?? []);
    expect(ids?.filter((one) => one.developerMetadata !== undefined)).toEqual([
      { developerMetadata: [{ metadataId: 21 }] },
    ]);
  });
});
