import type { sheets_v4 } from "googleapis/build/src/apis/sheets/v4";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, bench } from "../testing/bench";
import { testSheet } from "../testing/sheet";

let at: Bench;

beforeAll(async () => {
  at = await bench();
});
afterAll(() => at.close());

const TABLE = [
  ["id", "name", "price"],
  ["1", "cara", "5"],
  ["2", "abel", "7"],
];

function open() {
  const sheet = testSheet(at, TABLE);
  const { sheetId, spreadsheetId, token } = sheet;
  const cells = (
    startRowIndex: number,
    endRowIndex: number,
    startColumnIndex: number,
    endColumnIndex: number,
  ) => ({
    sheetId,
    startRowIndex,
    endRowIndex,
    startColumnIndex,
    endColumnIndex,
  });
  const lines = (dimension: string, startIndex: number, endIndex = startIndex + 1) => ({
    sheetId,
    dimension,
    startIndex,
    endIndex,
  });
  const seen = async (): Promise<sheets_v4.Schema$Spreadsheet> =>
    (await at.sheets(token).spreadsheets.get({ spreadsheetId, fields: "namedRanges,sheets.tables" })).data;
  return { ...sheet, cells, lines, seen };
}

describe("named ranges", () => {
  it("move with rows and columns, shrink, go with the last of their lines, and are read by their name", async () => {
    const { batch, cells, lines, seen, spreadsheetId, token } = open();
    const [reply] = await batch({
      addNamedRange: { namedRange: { name: "Prices", range: cells(1, 3, 2, 3) } },
    });
    const id = reply?.addNamedRange?.namedRange?.namedRangeId ?? "";
    await batch(
      { insertDimension: { range: lines("ROWS", 0, 2) } },
      { moveDimension: { source: lines("COLUMNS", 2), destinationIndex: 0 } },
    );
    expect((await seen()).namedRanges).toEqual([
      { namedRangeId: id, name: "Prices", range: cells(3, 5, 0, 1) },
    ]);
    const read = await at.sheets(token).spreadsheets.values.get({ spreadsheetId, range: "prices" });
    expect(read.data).toMatchObject({ range: "T!A4:A5", values: [["5"], ["7"]] });
    await batch({ deleteDimension: { range: lines("ROWS", 3) } });
    expect((await seen()).namedRanges?.[0]?.range).toEqual(cells(3, 4, 0, 1));
    await batch({ deleteDimension: { range: lines("ROWS", 3) } });
    expect((await seen()).namedRanges).toBeUndefined();
  });

  it("are renamed and deleted by id, and refused when the name is no name or taken", async () => {
    const { batch, cells, seen, shown } = open();
    const add = (name: string, namedRangeId: string) => ({
      addNamedRange: { namedRange: { namedRangeId, name, range: cells(0, 1, 0, 1) } },
    });
    await batch(add("One", "a"), add("Two", "b"));
    await expect(batch(add("one", "c"))).rejects.toThrow("already exists");
    await expect(batch(add("A1", "c"))).rejects.toThrow("Invalid name: A1");
    await expect(batch(add("Three", "a"))).rejects.toThrow("already exists");
    await batch(
      { updateNamedRange: { namedRange: { namedRangeId: "a", name: "Uno" }, fields: "name" } },
      { deleteNamedRange: { namedRangeId: "b" } },
    );
    expect((await seen()).namedRanges?.map((one) => one.name)).toEqual(["Uno"]);
    expect(shown()).toEqual(TABLE);
    await expect(batch({ deleteNamedRange: { namedRangeId: "b" } })).rejects.toThrow(
      "No named range with id: b",
    );
  });
});

describe("tables", () => {
  it("name their columns after the header, and keep the names through moves and new columns", async () => {
    const { batch, cells, lines, seen } = open();
    await batch({
      addTable: {
        table: {
          tableId: "t",
          name: "Deals",
          range: cells(0, 3, 0, 3),
          columnProperties: [{ columnIndex: 2, columnName: "cost", columnType: "DOUBLE" }],
        },
      },
    });
    await batch({ insertDimension: { range: lines("COLUMNS", 1) } });
    await batch({ moveDimension: { source: lines("COLUMNS", 3), destinationIndex: 2 } });
    const [table] = (await seen()).sheets?.[0]?.tables ?? [];
    expect(table).toMatchObject({ tableId: "t", name: "Deals", range: cells(0, 3, 0, 4) });
    expect(table?.columnProperties?.map((one) => [one.columnIndex, one.columnName])).toEqual([
      [0, "id"],
      [1, "Column 2"],
      [2, "cost"],
      [3, "name"],
    ]);
    expect(table?.columnProperties?.[2]?.columnType).toBe("DOUBLE");
  });

  it("do not overlap, are renamed by id, and go with what is in them", async () => {
    const { batch, cells, seen, shown } = open();
    const add = (tableId: string, name: string, column: number) => ({
      addTable: { table: { tableId, name, range: cells(0, 3, column, column + 2) } },
    });
    await batch(add("a", "A", 0));
    await expect(batch(add("b", "B", 1))).rejects.toThrow("Tables must not overlap.");
    await expect(batch(add("b", "a", 4))).rejects.toThrow('A table with the name "a" already exists.');
    await batch({ updateTable: { table: { tableId: "a", name: "New" }, fields: "name" } });
    expect((await seen()).sheets?.[0]?.tables?.[0]).toMatchObject({ name: "New", range: cells(0, 3, 0, 2) });
    await batch({ deleteTable: { tableId: "a" } });
    expect(shown()).toEqual([
      ["", "", "price"],
      ["", "", "5"],
      ["", "", "7"],
    ]);
    expect((await seen()).sheets?.[0]?.tables).toBeUndefined();
  });
});

describe("appending to a table", () => {
  it("fills its empty rows, grows it, and pushes down what stands below", async () => {
    const { batch, cells, seen, shown } = open();
    const text = (stringValue: string) => ({ userEnteredValue: { stringValue } });
    const append = (...names: string[]) => ({
      appendCells: {
        tableId: "t",
        fields: "userEnteredValue",
        rows: names.map((name) => ({ values: [text(name)] })),
      },
    });
    await batch(
      { addTable: { table: { tableId: "t", name: "Deals", range: cells(0, 4, 0, 3) } } },
      append("x", "y"),
    );
    expect(shown().map(([id]) => id)).toEqual(["id", "1", "2", "x", "y"]);
    const start = { sheetId: cells(0, 1, 0, 1).sheetId, rowIndex: 5, columnIndex: 0 };
    await batch({ updateCells: { start, rows: [{ values: [text("below")] }], fields: "userEnteredValue" } });
    await batch(append("z"));
    expect(shown().map(([id]) => id)).toEqual(["id", "1", "2", "x", "y", "z", "below"]);
    expect((await seen()).sheets?.[0]?.tables?.[0]?.range).toEqual(cells(0, 6, 0, 3));
    await expect(batch({ appendCells: { tableId: "none", rows: [], fields: "*" } })).rejects.toThrow(
      "No table with id: none",
    );
  });
});

describe("pasting", () => {
  const formulas = async (of: { spreadsheetId: string; token: string }, range: string) =>
    (
      await at.sheets(of.token).spreadsheets.values.get({
        spreadsheetId: of.spreadsheetId,
        range,
        valueRenderOption: "FORMULA",
      })
    ).data.values;

  it("turns rows into columns", async () => {
    const { batch, cells, shown } = open();
    await batch({
      copyPaste: { source: cells(0, 2, 0, 3), destination: cells(5, 6, 0, 1), pasteOrientation: "TRANSPOSE" },
    });
    expect(shown().slice(5)).toEqual([
      ["id", "1"],
      ["name", "cara"],
      ["price", "5"],
    ]);
  });

  it("takes references and names along with cut cells, to another tab too", async () => {
    const sheet = testSheet(at, [
      ["2", "=A1*10", "=SUM(A1:B1)"],
      ["=A1", "=$A$1+C1"],
    ]);
    const { batch, sheetId } = sheet;
    const range = { sheetId, startRowIndex: 0, endRowIndex: 1, startColumnIndex: 0, endColumnIndex: 2 };
    await batch(
      { addSheet: { properties: { sheetId: 5, title: "Far away" } } },
      { addNamedRange: { namedRange: { name: "Two", range: { ...range, endColumnIndex: 1 } } } },
      { cutPaste: { source: range, destination: { sheetId, rowIndex: 3, columnIndex: 1 } } },
    );
    expect(await formulas(sheet, "T")).toEqual([
      ["", "", "=SUM(B4:C4)"],
      ["=B4", "=$B$4+C1"],
      [],
      ["", 2, "=B4*10"],
    ]);
    const source = { sheetId, startRowIndex: 3, endRowIndex: 4, startColumnIndex: 1, endColumnIndex: 2 };
    await batch({ cutPaste: { source, destination: { sheetId: 5, rowIndex: 0, columnIndex: 0 } } });
    expect(await formulas(sheet, "T!A2:B2")).toEqual([["='Far away'!A1", "='Far away'!$A$1+C1"]]);
    expect(await formulas(sheet, "Two")).toEqual([[2]]);
    const formula = { sheetId, startRowIndex: 3, endRowIndex: 4, startColumnIndex: 2, endColumnIndex: 3 };
    await batch({ cutPaste: { source: formula, destination: { sheetId: 5, rowIndex: 1, columnIndex: 0 } } });
    expect(await formulas(sheet, "'Far away'")).toEqual([[2], ["='Far away'!A1*10"]]);
    await batch({
      cutPaste: {
        source: { ...formula, startRowIndex: 1, endRowIndex: 2, startColumnIndex: 1, endColumnIndex: 2 },
        destination: { sheetId: 5, rowIndex: 2, columnIndex: 0 },
      },
    });
    expect(await formulas(sheet, "'Far away'!A3")).toEqual([["='Far away'!$A$1+T!C1"]]);
  });
});
