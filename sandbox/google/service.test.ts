import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, bench } from "./testing/bench";

let at: Bench;
let token: string;

beforeAll(async () => {
  at = await bench({
    settings: {
      limits: { readsPerUser: 9999, readsPerProject: 9999, writesPerUser: 9999, writesPerProject: 9999 },
    },
  });
  token = at.control<{ accessToken: string }>("create-account", { email: "ada@example.com" }).accessToken;
});
afterAll(() => at.close());

const seeded = () =>
  at.control<{ spreadsheetId: string; sheets: { sheetId: number }[] }>("create-spreadsheet", {
    title: "Stock",
    sheets: [
      {
        title: "Items",
        rows: [
          ["id", "name", "price"],
          ["a", "Anna", 1.5],
          ["b", "", "=C2*2"],
          ["c", "Carl", "12.3%"],
        ],
      },
    ],
  });

describe("a spreadsheet through the official client", () => {
  it("creates, writes and reads back", async () => {
    const { data } = await at
      .sheets(token)
      .spreadsheets.create({ requestBody: { properties: { title: "New" } } });
    const spreadsheetId = data.spreadsheetId ?? "";
    const written = await at.sheets(token).spreadsheets.values.update({
      spreadsheetId,
      range: "Sheet1!A1",
      valueInputOption: "USER_ENTERED",
      requestBody: {
        values: [
          ["x", 1, null, "2024-02-29"],
          ["", "TRUE"],
        ],
      },
    });
    expect(written.data).toMatchObject({ updatedRange: "Sheet1!A1:D2", updatedRows: 2, updatedCells: 5 });
    const read = await at.sheets(token).spreadsheets.values.get({ spreadsheetId, range: "Sheet1" });
    expect(read.data).toEqual({
      range: "Sheet1!A1:Z1000",
      majorDimension: "ROWS",
      values: [
        ["x", "1", "", "2024-02-29"],
        ["", "TRUE"],
      ],
    });
    const raw = await at.sheets(token).spreadsheets.values.batchGet({
      spreadsheetId,
      ranges: ["Sheet1!D1:D", "A1:B1"],
      valueRenderOption: "UNFORMATTED_VALUE",
    });
    expect(raw.data.valueRanges?.map((one) => one.values)).toEqual([[[45351]], [["x", 1]]]);
  });

  it("applies a batch in order and shows the post-image", async () => {
    const { spreadsheetId, sheets } = seeded();
    const sheetId = sheets[0]?.sheetId ?? 0;
    const { data } = await at.sheets(token).spreadsheets.batchUpdate({
      spreadsheetId,
      fields: "replies,updatedSpreadsheet.sheets.data.rowData.values(effectiveValue,formattedValue)",
      requestBody: {
        requests: [
          {
            updateCells: {
              start: { sheetId, rowIndex: 1, columnIndex: 1 },
              rows: [
                {
                  values: [
                    { userEnteredValue: { stringValue: "Anne" } },
                    { userEnteredValue: { numberValue: 2 } },
                  ],
                },
              ],
              fields: "userEnteredValue",
            },
          },
          { deleteDimension: { range: { sheetId, dimension: "ROWS", startIndex: 3, endIndex: 4 } } },
          { appendDimension: { sheetId, dimension: "ROWS", length: 1 } },
        ],
        includeSpreadsheetInResponse: true,
        responseRanges: ["Items!A1:C"],
        responseIncludeGridData: true,
      },
    });
    expect(data.replies).toEqual([{}, {}, {}]);
    expect(data.updatedSpreadsheet?.sheets?.[0]?.data?.[0]?.rowData?.slice(1)).toEqual([
      {
        values: [
          { effectiveValue: { stringValue: "a" }, formattedValue: "a" },
          { effectiveValue: { stringValue: "Anne" }, formattedValue: "Anne" },
          { effectiveValue: { numberValue: 2 }, formattedValue: "2" },
        ],
      },
      {
        values: [
          { effectiveValue: { stringValue: "b" }, formattedValue: "b" },
          {},
          { effectiveValue: { numberValue: 4 }, formattedValue: "4" },
        ],
      },
    ]);
  });

  it("leaves everything as it was when the last request of a batch is wrong", async () => {
    const { spreadsheetId, sheets } = seeded();
    const sheetId = sheets[0]?.sheetId ?? 0;
    const attempt = at.sheets(token).spreadsheets.batchUpdate({
      spreadsheetId,
      requestBody: {
        requests: [
          { deleteDimension: { range: { sheetId, dimension: "ROWS", startIndex: 0, endIndex: 2 } } },
          { appendDimension: { sheetId: 404, dimension: "ROWS", length: 1 } },
        ],
      },
    });
    await expect(attempt).rejects.toMatchObject({
      code: 400,
      message: "Invalid requests[1].appendDimension: No grid with id: 404",
    });
    const { total } = at.control<{ total: number }>("rows", { spreadsheetId });
    expect(total).toBe(4);
  });

  it("serves a person's hands", () => {
    const { spreadsheetId } = seeded();
    at.control("edit-cell", { spreadsheetId, row: 1, column: 2, value: "$3.50" });
    at.control("delete-rows", { spreadsheetId, rows: [3] });
    const { rows } = at.control<{ rows: string[][] }>("rows", { spreadsheetId });
    expect(rows).toEqual([
      ["id", "name", "price"],
      ["a", "Anna", "$3.50"],
      ["b", "", "7"],
    ]);
    at.control("clear-tab", { spreadsheetId });
    expect(at.control<{ rows: string[][] }>("rows", { spreadsheetId }).rows.flat().join("")).toBe("");
  });
});
