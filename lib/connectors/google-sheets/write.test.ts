import { afterEach, describe, expect, it } from "vitest";
import { NO_DEADLINE, readAll, written } from "../contract-session.test-kit";
import { create, openStock, removal, SHEET, type Stock, update } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

describe("the cost and shape of a write", () => {
  it("is one read and one write for a mixed batch, once the tab is known", async () => {
    stock = await openStock();
    const at = stock.side();
    await readAll(at);
    stock.hand("reset-counts");
    const report = await at.write(
      [create("d"), update("a", { name: "A2" }, { name: "Anna" }), removal("b"), create("e")],
      NO_DEADLINE,
    );
    expect(report.requests).toBe(2);
    expect(stock.hand("counts")).toMatchObject({ reads: 1, writes: 1 });
    stock.hand("reset-counts");
    expect((await at.write([create("d")], NO_DEADLINE)).requests).toBe(1);
    expect(stock.hand("counts")).toMatchObject({ reads: 1, writes: 0 });
  });

  it("grows a full grid, and keeps a row below frozen ones", async () => {
    stock = await openStock();
    await stock.batch([
      {
        updateSheetProperties: {
          properties: { ...SHEET, gridProperties: { rowCount: 4, columnCount: 3, frozenRowCount: 1 } },
          fields: "gridProperties(rowCount,columnCount,frozenRowCount)",
        },
      },
    ]);
    const at = stock.side();
    await written(at, [create("d"), create("e")]);
    expect((await readAll(at)).census).toEqual({ complete: true, total: 5 });
    await written(at, ["a", "b", "c", "d", "e"].map(removal));
    expect((await readAll(at)).census).toEqual({ complete: true, total: 0 });
    // Google refuses to delete the last row that is not frozen; the sandbox does not.
    expect(Number(stock.hand("rows").rowCount)).toBeGreaterThanOrEqual(2);
  });

  it("keeps a bounded number of fences", async () => {
    stock = await openStock();
    const at = stock.side();
    for (let turn = 0; turn < 12; turn += 1) await written(at, [create(`n${turn}`)]);
    const { data } = await stock.desk.at
      .sheets(stock.desk.accessToken)
      .spreadsheets.get({ spreadsheetId: stock.spreadsheetId, fields: "sheets.developerMetadata" });
    const fences = data.sheets?.[0]?.developerMetadata ?? [];
    expect(fences.map(({ metadataValue }) => Number(metadataValue)).sort((a, b) => a - b)).toEqual([
      5, 6, 7, 8, 9, 10, 11, 12,
    ]);
  });

  it("changes a key in place, once", async () => {
    stock = await openStock();
    const at = stock.side();
    const change = update("a", { code: "z" }, { code: "a" });
    expect(await written(at, [change])).toMatchObject([{ outcome: "done", record: { locator: '["z"]' } }]);
    expect(await written(at, [change])).toMatchObject([{ outcome: "done", record: { locator: '["z"]' } }]);
    expect(stock.table()).toEqual(["c|Carl|3", "z|Anna|1", "b|Bert|2"]);
    const clash = update("b", { code: "c" }, { code: "b" });
    expect(await written(at, [clash])).toMatchObject([{ outcome: "refused", reason: "duplicate-key" }]);
  });
});
