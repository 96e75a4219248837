import type { sheets_v4 } from "googleapis/build/src/apis/sheets/v4";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, bench } from "./testing/bench";
import { testSheet } from "./testing/sheet";

let at: Bench;

beforeAll(async () => {
  at = await bench();
});
afterAll(() => at.close());

const cells = async (sheet: ReturnType<typeof testSheet>, row: number) => {
  const { data } = await at.sheets(sheet.token).spreadsheets.get({
    spreadsheetId: sheet.spreadsheetId,
    fields: "sheets.data.rowData.values(userEnteredValue,effectiveValue,formattedValue)",
  });
  return data.sheets?.[0]?.data?.[0]?.rowData?.[row]?.values as sheets_v4.Schema$CellData[] | undefined;
};

describe("array formulas", () => {
  it("fill the cells beside and below, which hold nothing themselves", async () => {
    const sheet = testSheet(at, [["2", "3", '=ARRAYFORMULA(A1:B2*10&"x")'], ["4", "5"], ["=C2&D2"]]);
    expect(sheet.shown()).toEqual([["2", "3", "20x", "30x"], ["4", "5", "40x", "50x"], ["40x50x"]]);
    expect((await cells(sheet, 1))?.[3]).toEqual({
      effectiveValue: { stringValue: "50x" },
      formattedValue: "50x",
    });
    const read = await at.sheets(sheet.token).spreadsheets.values.get({
      spreadsheetId: sheet.spreadsheetId,
      range: "T!D1:D2",
      valueRenderOption: "FORMULA",
    });
    expect(read.data.values).toEqual([["30x"], ["50x"]]);
  });

  it("show #REF! when something lies in the way, and grow below the last row", () => {
    const blocked = testSheet(at, [["={1;2}"], ["mine"]]);
    expect(blocked.shown()).toEqual([["#REF!"], ["mine"]]);
    at.control("edit-cell", { spreadsheetId: blocked.spreadsheetId, row: 1, column: 0, value: "" });
    expect(blocked.shown()).toEqual([["1"], ["2"]]);
    const edge = testSheet(at, []);
    at.control("edit-cell", { spreadsheetId: edge.spreadsheetId, row: 999, column: 0, value: "={1;2}" });
    expect(edge.shown()[999]).toEqual(["#REF!"]);
  });

  it.each([
    [
      "={1,2;3,4}",
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    ['=ARRAYFORMULA(IF({1;0}=1,"yes",{5;6}))', [["yes"], ["6"]]],
    ["=ARRAYFORMULA(ROUND({1.26;2.34},1))", [["1.3"], ["2.3"]]],
    ["=ARRAYFORMULA(1/{1;0})", [["1"], ["#DIV/0!"]]],
    ["=ARRAYFORMULA({1;2}+{1;2;3})", [["2"], ["4"], ["#N/A"]]],
    ["=SUM(ARRAYFORMULA({1;2}*2))", [["6"]]],
    ["=ARRAYFORMULA(SUM({1;2})*{1,2})", [["3", "6"]]],
    ["=SUM({1,2,3})", [["6"]]],
    ["={1,2;3}", [["#VALUE!"]]],
    ["=SQRT(-1)", [["#NUM!"]]],
    ["=NA()", [["#N/A"]]],
    ["=Nobody+1", [["#NAME?"]]],
    ["=ARRAYFORMULA(VLOOKUP({1;2},A1:B2,2))", [["#ERROR!"]]],
  ])("%s", (formula, shown) => {
    expect(testSheet(at, [[formula]]).shown()).toEqual(shown);
  });

  it("are written with backslashes where the comma is a decimal sign", () => {
    expect(testSheet(at, [["={1,5\\2;3\\4}"]], "de_DE").shown()).toEqual([
      ["1,5", "2"],
      ["3", "4"],
    ]);
  });

  it("see what other array formulas fill, above and below", () => {
    const earlier = testSheet(at, [
      ["={1;2}", ""],
      ["", "=ARRAYFORMULA(A1:A2*10)"],
    ]);
    expect(earlier.shown()).toEqual([["1"], ["2", "10"], ["", "20"]]);
    expect(testSheet(at, [["=ARRAYFORMULA(A3:A4+0)"], [], ["=ARRAYFORMULA(A1:A2+0)"]]).shown()[0]).toEqual([
      "#REF!",
    ]);
    const later = testSheet(at, [["=ARRAYFORMULA(A3:A4+0)"], [], ["={5;6}"]]);
    expect(later.shown()).toEqual([["5"], ["6"], ["5"], ["6"]]);
  });

  it("in a header draw appended rows down below all that they fill", async () => {
    const { spreadsheetId, token } = testSheet(at, [["id", "={1;2;3}"], ["7"]]);
    const { data } = await at.sheets(token).spreadsheets.values.append({
      spreadsheetId,
      range: "T!A1:B2",
      valueInputOption: "RAW",
      requestBody: { values: [["8"]] },
    });
    expect(data.updates?.updatedRange).toBe("T!A4");
  });

  it("read ranges by their names", async () => {
    const sheet = testSheet(at, [["2"], ["3"], ["=SUM(Prices)"]]);
    const range = {
      sheetId: sheet.sheetId,
      startRowIndex: 0,
      endRowIndex: 2,
      startColumnIndex: 0,
      endColumnIndex: 1,
    };
    await sheet.batch({ addNamedRange: { namedRange: { name: "Prices", range } } });
    expect(sheet.shown()[2]).toEqual(["5"]);
  });
});

describe("errors that a person sees", () => {
  it.each([
    ["REF", "#REF!"],
    ["N_A", "#N/A"],
    ["DIVIDE_BY_ZERO", "#DIV/0!"],
    ["VALUE", "#VALUE!"],
    ["NAME", "#NAME?"],
    ["NUM", "#NUM!"],
    ["NULL_VALUE", "#NULL!"],
    ["ERROR", "#ERROR!"],
    ["LOADING", "Loading..."],
  ])("%s shows %s until the cell is written, and formulas take it over", async (type, text) => {
    const sheet = testSheet(at, [["1", "=A1"]]);
    const { spreadsheetId } = sheet;
    at.control("set-error", { spreadsheetId, row: 0, column: 0, type, message: "not now" });
    expect(sheet.shown()).toEqual([[text, text]]);
    expect((await cells(sheet, 0))?.[0]).toEqual({
      userEnteredValue: { numberValue: 1 },
      effectiveValue: { errorValue: { type, message: "not now" } },
      formattedValue: text,
    });
    at.control("edit-cell", { spreadsheetId, row: 0, column: 0, value: "2" });
    expect(sheet.shown()).toEqual([["2", "2"]]);
  });

  it("stay when only the format is written, and are a formula's in an empty cell", async () => {
    const sheet = testSheet(at, [[]]);
    at.control("set-error", { spreadsheetId: sheet.spreadsheetId, row: 0, column: 0, type: "LOADING" });
    const start = { sheetId: sheet.sheetId, rowIndex: 0, columnIndex: 0 };
    await sheet.batch({ updateCells: { start, rows: [{ values: [{ note: "n" }] }], fields: "note" } });
    expect(sheet.shown()).toEqual([["Loading..."]]);
    expect((await cells(sheet, 0))?.[0]?.userEnteredValue?.formulaValue).toContain("IMPORTRANGE");
    const rows = [{ values: [{ userEnteredValue: { stringValue: "x" } }] }];
    await sheet.batch({ updateCells: { start, rows, fields: "userEnteredValue" } });
    expect(sheet.shown()).toEqual([["x"]]);
    const wrong = { spreadsheetId: sheet.spreadsheetId, row: 0, column: 0, type: "OOPS" };
    expect(() => at.control("set-error", wrong)).toThrow("type: one of ERROR");
  });
});

describe("locales", () => {
  it.each([
    ["en_US", ["1/2/2024", "1,234.50", "TRUE", "$3"], ["1/2/2024", "1,234.50", "TRUE", "$3.00"], 45293],
    ["en_GB", ["02/01/2024", "1,234.50", "TRUE", "£3"], ["02/01/2024", "1,234.50", "TRUE", "£3.00"], 45293],
    ["de_DE", ["02.01.2024", "1.234,50", "WAHR", "3 €"], ["02.01.2024", "1.234,50", "WAHR", "3,00 €"], 45293],
    [
      "fr_FR",
      ["02/01/2024", "1 234,50", "VRAI", "3 €"],
      ["02/01/2024", "1\u202f234,50", "VRAI", "3,00 €"],
      45293,
    ],
  ])("%s reads and shows dates, numbers, truths and money", async (locale, typed, shown, serial) => {
    const sheet = testSheet(at, [typed], locale);
    expect(sheet.shown()).toEqual([shown]);
    expect((await cells(sheet, 0))?.map((one) => Object.values(one.effectiveValue ?? {})[0])).toEqual([
      serial,
      1234.5,
      true,
      3,
    ]);
  });
});
