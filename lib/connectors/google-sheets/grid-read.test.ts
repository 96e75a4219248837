import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { describe, expect, it } from "vitest";
import type { SideConfig } from "../connector";
import { runsOf } from "./batch";
import { fenceRequests } from "./fence";
import { COLUMN_KEY, columnRange, FENCE_KEY, gridOf, quoteTitle, rowsRange } from "./grid-read";
import { headerColumns, headerNames, headerProblems, placeFields } from "./header";

const text = (stringValue: string) => ({
  effectiveValue: { stringValue },
  userEnteredValue: { stringValue },
});

function gridWith(
  headers: readonly string[],
  sheet: Partial<sheets_v4.Schema$Sheet> = {},
  marks: string[] = [],
) {
  const grid = gridOf(
    {
      properties: { timeZone: "UTC" },
      sheets: [
        {
          properties: { sheetId: 7, title: "T", gridProperties: { rowCount: 3, columnCount: 9 } },
          data: [
            {
              rowData: [{ values: headers.map(text) }],
              rowMetadata: [{}, {}, {}],
              columnMetadata: headers.map((_, at) =>
                marks[at]
                  ? { developerMetadata: [{ metadataKey: COLUMN_KEY, metadataValue: marks[at] }] }
                  : {},
              ),
            },
          ],
          ...sheet,
        },
      ],
    },
    7,
  );
  if (!grid) throw new Error("no grid");
  return grid;
}

const config = (...sideFields: string[]): SideConfig => ({
  address: {},
  mapped: sideFields.map((sideField, at) => ({
    field: { id: `f${at}`, name: sideField, type: "text" },
    sideField,
    writable: true,
  })),
  key: ["f0"],
});

describe("grid", () => {
  it("is that of the tab asked for, or none", () => {
    expect(gridOf({ sheets: [{ properties: { sheetId: 8 } }] }, 7)).toBeNull();
    expect(gridOf({}, 7)).toBeNull();
  });

  it("joins ranges of one answer and knows what it covers", () => {
    const cell = (stringValue: string, extra = {}) => ({ values: [{ ...text(stringValue), ...extra }] });
    const grid = gridWith([], {
      data: [
        { rowData: [cell("a")], rowMetadata: [{}] },
        { startRow: 2, startColumn: 2, rowData: [cell("c")], rowMetadata: [{}] },
        { startRow: 2, startColumn: 0, rowData: [cell("x")], rowMetadata: [{}] },
      ],
    });
    expect([...grid.covers]).toEqual([0, 2]);
    const shown = (row: number) =>
      grid.rows.get(row)?.map(({ content }) => (content.kind === "text" ? content.text : null));
    expect(shown(2)).toEqual(["x", null, "c"]);
    expect(shown(1)).toBeUndefined();
  });

  it("knows formulas and what they spill", () => {
    const grid = gridWith([], {
      data: [
        {
          rowData: [
            {
              values: [
                { effectiveValue: { numberValue: 1 }, userEnteredValue: { formulaValue: "=A:A" } },
                { effectiveValue: { numberValue: 2 } },
                { effectiveValue: { stringValue: "" } },
                { effectiveValue: { numberValue: 3 }, userEnteredValue: { numberValue: 3 } },
                { userEnteredFormat: { numberFormat: { type: "DATE" } } },
              ],
            },
          ],
        },
      ],
    });
    const row = grid.rows.get(0) ?? [];
    expect(row.map(({ computed }) => computed)).toEqual(["formula", "spilled", "spilled", false, false]);
    expect(row[4]).toMatchObject({ content: { kind: "empty" }, format: "date" });
  });

  it("is addressed in A1 notation", () => {
    expect(quoteTitle("It's A/B!")).toBe("'It''s A/B!'");
    expect(rowsRange("T", 0, 9)).toBe("'T'!1:10");
    expect([0, 25, 26, 701, 702, 18_277].map((column) => columnRange("T", column))).toEqual([
      "'T'!A:A",
      "'T'!Z:Z",
      "'T'!AA:AA",
      "'T'!ZZ:ZZ",
      "'T'!AAA:AAA",
      "'T'!ZZZ:ZZZ",
    ]);
  });
});

describe("header", () => {
  it("ends with its last name; marks come before names", () => {
    const grid = gridWith(["A", "", "C", "", ""], {}, ["", "", "h:Before"]);
    expect(headerNames(grid)).toEqual(["A", "", "C"]);
    expect(headerColumns(grid)).toEqual([
      { index: 0, name: "A", id: "h:A" },
      { index: 2, name: "C", id: "h:Before" },
    ]);
    expect(headerProblems(grid).map(({ code }) => code)).toEqual(["empty-header"]);
  });

  it("tells a new column from a renamed one that once had its name, and leaves out the ids", () => {
    const grid = gridWith(["ChittySync id", "A", "B"], {}, ["", "", "h:A"]);
    expect(headerColumns(grid).map(({ index, id }) => [index, id])).toEqual([
      [1, "n:A"],
      [2, "h:A"],
    ]);
    const placed = placeFields(config("h:A", "n:A", "h:ChittySync id"), grid);
    expect([...placed.values()].map((at) => (at.ok ? at.index : null))).toEqual([2, 1, null]);
  });

  it("places fields by mark or by a name that stands once", () => {
    const grid = gridWith(["A", "B", "C", "C", "__proto__"], {}, ["", "h:Z"]);
    const placed = placeFields(config("h:A", "h:Z", "h:B", "h:C", "h:none", "h:__proto__", "x"), grid);
    expect([...placed.values()].map((at) => (at.ok ? at.index : null))).toEqual([
      0,
      1,
      null,
      null,
      null,
      4,
      null,
    ]);
    expect(() => placeFields(config("h:B"), grid)).toThrow(
      expect.objectContaining({ kind: "connection-broken" }),
    );
  });

  it("finds no fault with a plain one", () => {
    expect(headerProblems(gridWith(["A", "B"]))).toEqual([]);
    const merges = [{ startRowIndex: 1, endRowIndex: 2, startColumnIndex: 5, endColumnIndex: 7 }];
    expect(headerProblems(gridWith(["A", "B"], { merges }))).toEqual([]);
    expect(headerProblems(gridWith([])).map(({ code }) => code)).toEqual(["no-header"]);
  });
});

describe("fence", () => {
  const idOf = (fences: Parameters<typeof fenceRequests>[1], sheetId = 7) =>
    fenceRequests(sheetId, fences)[0]?.createDeveloperMetadata?.developerMetadata?.metadataId;

  it("has one id for one reading, another for the next and for another tab", () => {
    expect(idOf([])).toBe(idOf([]));
    expect(idOf([])).not.toBe(idOf([{ metadataId: 1, generation: 1 }]));
    expect(idOf([])).not.toBe(idOf([], 8));
    expect(idOf([])).toBeGreaterThan(0);
    expect(idOf([])).toBeLessThan(2 ** 31);
  });

  it("ignores foreign entries under its key", () => {
    const developerMetadata = [
      { metadataKey: FENCE_KEY, metadataId: 5, metadataValue: "3" },
      { metadataKey: FENCE_KEY, metadataId: 6, metadataValue: "many" },
      { metadataKey: "theirs", metadataId: 7, metadataValue: "9" },
    ];
    expect(gridWith([], { developerMetadata }).fences).toEqual([{ metadataId: 5, generation: 3 }]);
  });
});

it("runs of rows bridge small gaps only", () => {
  expect(runsOf([5, 1, 2, 100, 101])).toEqual([
    [1, 5],
    [100, 101],
  ]);
  expect(runsOf([])).toEqual([]);
});
