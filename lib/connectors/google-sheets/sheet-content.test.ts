import { afterEach, describe, expect, it } from "vitest";
import type { WriteOperation } from "../connector";
import { readAll, recordOf, written } from "../contract-session.test-kit";
import { create, openStock, removal, SHEET, type Stock, update } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

describe("what stands in the cells", () => {
  it("formulas are read, never overwritten, and close their column", async () => {
    stock = await openStock();
    stock.hand("edit-cell", { row: 1, column: 2, value: "=1+2" });
    stock.hand("edit-cell", { row: 2, column: 2, value: "=C2*2" });
    const at = stock.side();
    expect((await recordOf(at, "a")).cells.amount).toBe("6");
    const answers = await written(at, [
      update("a", { amount: "7" }, { amount: "6" }),
      update("a", { name: "A2" }, { name: "Anna" }),
    ]);
    expect(answers).toMatchObject([
      { outcome: "refused", reason: "formula", field: "amount" },
      { outcome: "done" },
    ]);
    expect((await recordOf(at, "a")).cells).toMatchObject({ amount: "6", name: "A2" });
    const amount = (await at.shape()).fields.find(({ name }) => name === "The amount");
    expect(amount).toMatchObject({ writable: false, readOnlyReason: expect.any(String), type: "number" });
  });

  it("formulas filled down ahead of the data are no rows", async () => {
    stock = await openStock();
    for (let row = 1; row <= 20; row += 1) stock.hand("edit-cell", { row, column: 2, value: "=1+1" });
    const at = stock.side();
    expect((await readAll(at)).census).toEqual({ complete: true, total: 3 });
    await written(at, [create("d")]);
    expect(stock.table().slice(0, 5)).toEqual(["c|Carl|2", "a|Anna|2", "b|Bert|2", "d|d|2", "||2"]);
  });

  it("an error is unknown; in a key it leaves the read open and blocks what needs a look-up", async () => {
    stock = await openStock();
    stock.hand("edit-cell", { row: 2, column: 2, value: "=1/0" });
    const at = stock.side();
    expect(await recordOf(at, "a")).toMatchObject({
      unknown: { amount: expect.stringContaining("DIVIDE_BY_ZERO") },
    });
    stock.hand("edit-cell", { row: 3, column: 0, value: "=1/0" });
    const read = await readAll(at);
    expect(read.records.map(({ locator }) => locator)).toEqual(['["c"]', '["a"]']);
    expect(read.census).toMatchObject({ complete: false, reason: expect.stringContaining("row 4") });
    expect((await at.find(['["b"]', '["a"]'])).found.map(({ state }) => state)).toEqual([
      "unknown",
      "present",
    ]);
    const answers = await written(at, [
      create("b"),
      removal("b"),
      update("c", { name: "C2" }, { name: "Carl" }),
    ]);
    expect(answers).toMatchObject([
      { outcome: "refused", reason: "unreadable-rows" },
      { outcome: "refused", reason: "unreadable-rows" },
      { outcome: "done" },
    ]);
  });

  it("merged cells: what is hidden is unknown, and nothing is written into them", async () => {
    stock = await openStock();
    const range = { ...SHEET, startRowIndex: 1, endRowIndex: 3, startColumnIndex: 1, endColumnIndex: 2 };
    await stock.batch([{ mergeCells: { range, mergeType: "MERGE_ALL" } }]);
    const at = stock.side();
    expect((await recordOf(at, "a")).unknown).toMatchObject({ name: expect.stringContaining("merged") });
    const answers = await written(at, [update("c", { name: "C2" }, { name: "Carl" })]);
    expect(answers).toMatchObject([{ outcome: "refused", reason: "merged-cell" }]);
    expect((await at.shape()).problems.map(({ code }) => code)).toEqual(["merged-cells"]);
  });

  it("stray columns and blank rows are left alone", async () => {
    stock = await openStock();
    stock.hand("edit-cell", { row: 1, column: 9, value: "note to self" });
    stock.hand("edit-cell", { row: 6, column: 9, value: "another" });
    stock.hand("edit-cell", { row: 8, column: 0, value: "z" });
    const at = stock.side();
    expect((await readAll(at)).census).toEqual({ complete: true, total: 4 });
    expect((await at.shape()).fields.length).toBe(3);
    await written(at, [create("d"), removal("a")]);
    expect(stock.screen().flat()).toContain("another");
    expect(stock.table()).toEqual(["c|Carl|3", "b|Bert|2", "z", "d|d"]);
  });

  it("duplicate, empty and missing headers are problems, and a field without its column is unknown", async () => {
    stock = await openStock();
    stock.hand("edit-cell", { row: 0, column: 2, value: "Name" });
    stock.hand("edit-cell", { row: 0, column: 4, value: "Far" });
    const at = stock.side();
    expect((await at.shape()).problems.map(({ code }) => code)).toEqual(["empty-header", "duplicate-header"]);
    const record = await recordOf(at, "a");
    expect(record.cells).toEqual({ code: "a" });
    expect(Object.keys(record.unknown).sort()).toEqual(["amount", "name"]);
    const answers = await written(at, [update("a", { name: "A2" }, {})]);
    expect(answers).toMatchObject([{ outcome: "refused", reason: "column-missing", field: "name" }]);
    stock.hand("edit-cell", { row: 0, column: 3, value: "Code" });
    await expect(at.read(null)).rejects.toMatchObject({ kind: "connection-broken" });
  });

  it("texts never become formulas, numbers or dates", async () => {
    stock = await openStock([]);
    const texts = ['=IMPORTXML("http://example.com")', "00123", "1e5", "2024-01-01", "TRUE", "+1", "'quoted"];
    await written(
      stock.side(),
      texts.map((code): WriteOperation => ({ op: "create", id: code, cells: { code, name: code } })),
    );
    expect(stock.table()).toEqual(texts.map((text) => `${text}|${text}`));
    expect((await readAll(stock.side())).records.map(({ cells }) => cells.name)).toEqual(texts);
  });
});

describe("the types that a column is offered with", () => {
  it.each([
    ["00000", "NUMBER", "text"],
    ["0%", "PERCENT", "number"],
    ["[h]:mm", "TIME", "text"],
    ["h:mm", "TIME", "text"],
    ["yyyy-mm-dd", "DATE", "date"],
  ])("%s: %s %s", async (pattern, format, expected) => {
    stock = await openStock();
    await stock.batch([
      {
        repeatCell: {
          range: { ...SHEET, startRowIndex: 1, endRowIndex: 4, startColumnIndex: 2, endColumnIndex: 3 },
          cell: { userEnteredFormat: { numberFormat: { type: format, pattern } } },
          fields: "userEnteredFormat.numberFormat",
        },
      },
    ]);
    const { fields } = await stock.side().shape();
    expect(fields.find(({ name }) => name === "The amount")?.type).toBe(expected);
  });
});

describe("dates on the spreadsheet's clock", () => {
  it("keeps the form of a date-time column and reads what was typed there", async () => {
    stock = await openStock([], ["datetime", "date"]);
    await stock.batch([
      { updateSpreadsheetProperties: { properties: { timeZone: "Europe/Zurich" }, fields: "timeZone" } },
    ]);
    stock.hand("append-row", { values: ["a", "Anna", "2024-07-01 12:00:00", "2024-02-29"] });
    const at = stock.side();
    expect((await recordOf(at, "a")).cells).toMatchObject({
      seen_at: "2024-07-01T10:00:00Z",
      founded: "2024-02-29",
    });
    const seen_at = "2024-01-01T11:00:00Z";
    await written(at, [
      update("a", { seen_at, founded: "2024-03-01" }, { seen_at: "2024-07-01T10:00:00Z" }),
      { op: "create", id: "b", cells: { code: "b", name: "Bert", seen_at, founded: "2020-01-01" } },
    ]);
    expect((await readAll(at)).records.map(({ cells }) => cells.seen_at)).toEqual([seen_at, seen_at]);
    expect(
      stock
        .screen()
        .slice(1)
        .map((row) => row[2]),
    ).toEqual([expect.stringContaining("12:00"), expect.stringContaining("12:00")]);
  });
});
