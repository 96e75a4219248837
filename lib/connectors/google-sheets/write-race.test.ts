import { afterEach, describe, expect, it } from "vitest";
import { NO_DEADLINE, readAll, written } from "../contract-session.test-kit";
import { create, openStock, removal, SHEET, type Stock, update } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

describe("people at the sheet between reading and writing", () => {
  it("sort it: each row gets its own values", async () => {
    stock = await openStock();
    const at = stock.side();
    await readAll(at);
    await stock.sort();
    const answers = await written(at, [
      update("a", { name: "A2" }, { name: "Anna" }),
      removal("b"),
      create("d"),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(["done", "done", "done"]);
    expect(stock.table()).toEqual(["a|A2|1", "c|Carl|3", "d|d"]);
  });

  it("move a column: values stay in their column", async () => {
    stock = await openStock();
    const at = stock.side();
    await readAll(at);
    await stock.batch([
      {
        moveDimension: {
          source: { ...SHEET, dimension: "COLUMNS", startIndex: 2, endIndex: 3 },
          destinationIndex: 0,
        },
      },
    ]);
    await written(at, [update("a", { name: "A2", amount: "9" }, { name: "Anna" }), create("d")]);
    expect(stock.table()).toEqual(["3|c|Carl", "9|a|A2", "2|b|Bert", "|d|d"]);
  });

  it("rename the tab: it is found by its id", async () => {
    stock = await openStock();
    const at = stock.side();
    await readAll(at);
    await stock.batch([
      { updateSheetProperties: { properties: { ...SHEET, title: "Moved" }, fields: "title" } },
      { addSheet: { properties: { title: "It's a tab" } } },
    ]);
    await written(at, [create("d")]);
    expect((await readAll(at)).records.length).toBe(4);
    expect(stock.table()).toContain("d|d");
  });

  it("sort at the very moment of the write: it is said, not hidden", async () => {
    stock = await openStock();
    const at = stock.side();
    await at.shape();
    const values = [
      ["a", "Anna", 1],
      ["b", "Bert", 2],
      ["c", "Carl", 3],
    ];
    stock.afterNextRead(() => {
      for (const [row, cells] of values.entries()) {
        for (const [column, value] of cells.entries())
          stock.hand("edit-cell", { row: row + 1, column, value });
      }
    });
    const report = await at.write([update("c", { name: "C2" }, { name: "Carl" })], NO_DEADLINE);
    expect(report.written).toMatchObject([{ outcome: "unknown" }]);
    expect(report.stopped?.kind).toBe("stale");
  });

  it("sort at the moment of a delete: the row that went is not called done", async () => {
    stock = await openStock();
    const at = stock.side();
    stock.afterNextRead(() => {
      for (const [row, code] of ["a", "b", "c"].entries())
        stock.hand("edit-cell", { row: row + 1, column: 0, value: code });
    });
    const report = await at.write([removal("c")], NO_DEADLINE);
    expect(report.written).toMatchObject([{ outcome: "unknown" }]);
    expect(report.stopped?.kind).toBe("stale");
  });

  it("clear the tab: the key column is gone, and that is no empty registry", async () => {
    stock = await openStock();
    const at = stock.side();
    await readAll(at);
    stock.hand("clear-tab");
    await expect(at.read(null)).rejects.toMatchObject({
      kind: "connection-broken",
      remedy: expect.any(String),
    });
    const report = await at.write([create("d")], NO_DEADLINE);
    expect(report).toMatchObject({ written: [], stopped: { kind: "connection-broken" } });
    expect(stock.table()).toEqual([]);
    expect((await at.shape()).problems.map(({ code }) => code)).toEqual(["no-header"]);
  });

  it("delete the tab: the side is broken, with a remedy", async () => {
    stock = await openStock();
    const at = stock.side();
    await readAll(at);
    await stock.batch([{ addSheet: { properties: { title: "Other" } } }, { deleteSheet: SHEET }]);
    for (const call of [
      () => at.read(null),
      () => at.shape(),
      () => at.find(["x"]),
      () => stock.side().read(null),
    ]) {
      await expect(call()).rejects.toMatchObject({ kind: "connection-broken", remedy: expect.any(String) });
    }
  });

  it("sort between two windows of a long read: it is not called complete", { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 12_000 }, (_, at) => ({
      code: `k${12_000 - at}`,
      name: "n",
      amount: null,
    }));
    stock = await openStock(many);
    const first = await stock.side().read(null);
    expect([first.records.length, first.census]).toEqual([9_999, null]);
    await stock.sort(12_001);
    const last = await stock.side().read(first.next);
    expect(last).toMatchObject({ next: null, census: { complete: false } });
    const found = await stock.side().find([JSON.stringify(["k1"]), JSON.stringify(["k12001"])]);
    expect(found.found.map(({ state }) => state)).toEqual(["present", "absent"]);
    await written(stock.side(), [create("k12001"), removal("k1")]);
    expect((await readAll(stock.side())).census).toEqual({ complete: true, total: 12_000 });
  });
});
