import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, bench } from "./testing/bench";
import { type TestSheet, testSheet } from "./testing/sheet";

let at: Bench;

beforeAll(async () => {
  at = await bench();
});
afterAll(() => at.close());

const update = (sheet: TestSheet, range: string, values: unknown[][], valueInputOption = "RAW") =>
  at.sheets(sheet.token).spreadsheets.values.update({
    spreadsheetId: sheet.spreadsheetId,
    range,
    valueInputOption,
    requestBody: { values },
  });

const read = async (sheet: TestSheet, range: string, options = {}) => {
  const { spreadsheetId } = sheet;
  const { data } = await at.sheets(sheet.token).spreadsheets.values.get({ spreadsheetId, range, ...options });
  return data.values;
};

describe("reading", () => {
  it("leaves out trailing empty cells and rows, and keeps the empty ones between", async () => {
    const sheet = testSheet(at, [["a", "b", ""], [], ["", "c"], [""]]);
    expect(await read(sheet, "T")).toEqual([["a", "b"], [], ["", "c"]]);
    expect(await read(sheet, "T!C1:D9")).toBeUndefined();
    expect(await read(sheet, "T", { majorDimension: "COLUMNS" })).toEqual([["a"], ["b", "", "c"]]);
  });

  it("renders three ways", async () => {
    const sheet = testSheet(at, [["$1,234.50", "12.3%", "1/2/2024", "=1/0", "=A1*2", "TRUE", "007", "'007"]]);
    expect(await read(sheet, "T")).toEqual([
      ["$1,234.50", "12.30%", "1/2/2024", "#DIV/0!", "2469", "TRUE", "7", "007"],
    ]);
    expect(await read(sheet, "T", { valueRenderOption: "UNFORMATTED_VALUE" })).toEqual([
      [1234.5, 0.123, 45293, "#DIV/0!", 2469, true, 7, "007"],
    ]);
    expect(
      await read(sheet, "T", { valueRenderOption: "FORMULA", dateTimeRenderOption: "FORMATTED_STRING" }),
    ).toEqual([[1234.5, 0.123, "1/2/2024", "=1/0", "=A1*2", true, 7, "007"]]);
  });

  it("reads a comma-decimal locale", async () => {
    const sheet = testSheet(at, [["1.234,5", "31.12.2024", "2,5 €", "wahr", "1.5"]], "de_DE");
    expect(await read(sheet, "T")).toEqual([["1.234,50", "31.12.2024", "2,50 €", "WAHR", "1.5"]]);
    expect(await read(sheet, "T!A1:B1", { valueRenderOption: "UNFORMATTED_VALUE" })).toEqual([
      [1234.5, 45657],
    ]);
  });

  it("refuses ranges it cannot read", async () => {
    const sheet = testSheet(at, [["a"]]);
    await expect(read(sheet, "Nope!A1")).rejects.toThrow("Unable to parse range: Nope!A1");
    await expect(read(sheet, "T!A1001")).rejects.toThrow(
      "Range (T!A1001) exceeds grid limits. Max rows: 1000, max columns: 26",
    );
    await expect(read(sheet, "T", { valueRenderOption: "PRETTY" })).rejects.toMatchObject({ code: 400 });
  });
});

describe("writing", () => {
  it("skips null, clears with an empty text, and takes RAW as given", async () => {
    const sheet = testSheet(at, [["a", "b", "c"]]);
    await update(sheet, "T!A1", [[null, "", "=1+1", "'x", "2024-01-02"]]);
    expect(await read(sheet, "T")).toEqual([["a", "", "=1+1", "'x", "2024-01-02"]]);
    await update(sheet, "T!A2", [["=1+1", "'x", "1e3"]], "USER_ENTERED");
    expect(await read(sheet, "T!A2:C2", { valueRenderOption: "UNFORMATTED_VALUE" })).toEqual([
      [2, "x", 1000],
    ]);
  });

  it("stays inside the range and the grid", async () => {
    const sheet = testSheet(at, [["a"]]);
    await expect(update(sheet, "T!A1:B1", [["x"], ["y"]])).rejects.toThrow(
      "Requested writing within range [T!A1:B1], but tried writing to row [2]",
    );
    await expect(update(sheet, "T!A1:B1", [["x", "y", "z"]])).rejects.toThrow("column [C]");
    await expect(update(sheet, "T!A1000", [["x"], ["y"]])).rejects.toThrow("exceeds grid limits");
    await expect(update(sheet, "T!A1", [["x".repeat(50_001)]])).rejects.toThrow("50000 characters");
    await expect(update(sheet, "T!A1", [[{ a: 1 }]])).rejects.toThrow("Invalid values[0][0]: struct_value");
    await expect(update(sheet, "T!A1", [["x"]], "")).rejects.toMatchObject({ code: 400 });
    expect(sheet.shown()).toEqual([["a"]]);
  });

  it("quotes tab names in answers", async () => {
    const sheet = testSheet(at, [["a"]]);
    at.control("rename-tab", { spreadsheetId: sheet.spreadsheetId, title: "It's A/B!?#" });
    const { data } = await update(sheet, "'It''s A/B!?#'!B2", [["x"]]);
    expect(data.updatedRange).toBe("'It''s A/B!?#'!B2");
  });
});

describe("append", () => {
  const append = async (sheet: TestSheet, range: string, insertDataOption = "OVERWRITE") => {
    const { data } = await at.sheets(sheet.token).spreadsheets.values.append({
      spreadsheetId: sheet.spreadsheetId,
      range,
      valueInputOption: "RAW",
      insertDataOption,
      requestBody: { values: [["new"]] },
    });
    return [data.tableRange, data.updates?.updatedRange];
  };

  it("goes below the last table that touches the range", async () => {
    const sheet = testSheet(at, [
      ["x", "x", "x"],
      ["x", "x", "x"],
      [],
      ["", "y", "y", "y"],
      ["", "y"],
      ["", "y"],
    ]);
    expect(await append(sheet, "A1")).toEqual(["T!A1:C2", "T!A3"]);
    expect(await append(sheet, "F9")).toEqual([undefined, "T!F9"]);
  });

  it("drifts to the right when a blank column splits the table", async () => {
    const sheet = testSheet(at, [
      ["id", "", "note"],
      ["1", "", "n"],
      ["", "", "longer"],
    ]);
    expect(await append(sheet, "T")).toEqual(["T!C1:C3", "T!C4"]);
  });

  it("grows the grid row by row under INSERT_ROWS", async () => {
    const sheet = testSheet(at, [["a"]]);
    await append(sheet, "T", "INSERT_ROWS");
    expect(at.control("rows", { spreadsheetId: sheet.spreadsheetId })).toMatchObject({ rowCount: 1001 });
  });
});
