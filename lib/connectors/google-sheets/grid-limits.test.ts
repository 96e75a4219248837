import { afterEach, describe, expect, it } from "vitest";
import type { Cells } from "@/lib/engine/value";
import { NO_DEADLINE, readAll, recordOf, written } from "../contract-session.test-kit";
import { create, openStock, SHEET, type Stock, update } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

const resize = (rowCount: number, columnCount: number) =>
  stock.batch([
    {
      updateSheetProperties: {
        properties: { ...SHEET, gridProperties: { rowCount, columnCount } },
        fields: "gridProperties(rowCount,columnCount)",
      },
    },
  ]);

describe("the limits of a grid", () => {
  it("50,000 characters fit into a cell, one more is refused and nothing of it is written", async () => {
    stock = await openStock();
    const most = "x".repeat(50_000);
    const rows: readonly Cells[] = [{ name: most }, { name: `${most}y` }];
    const answers = await written(
      stock.side(),
      rows.map((cells) => update("a", cells, {})),
    );
    expect(answers).toMatchObject([
      { outcome: "done", record: { cells: { name: most } } },
      { outcome: "refused", reason: "too-long", field: "name" },
    ]);
    expect((await recordOf(stock.side(), "a")).cells.name).toBe(most);
  });

  it("new rows grow a grid that ends with its last record, with ids and without", async () => {
    for (const knownBy of ["headers", "ids"] as const) {
      stock = await openStock(undefined, ["number"], knownBy);
      await resize(4, knownBy === "ids" ? 4 : 3);
      await written(stock.side(), [create("d"), create("e")]);
      expect((await readAll(stock.side())).census).toEqual({ complete: true, total: 5 });
      // The two, and one for them to be inserted before.
      expect(stock.hand("rows")).toMatchObject({ rowCount: 7 });
      await stock.dispose();
    }
    stock = await openStock();
  });

  it("the column of ids grows a grid that the table fills to its last column", async () => {
    stock = await openStock([], ["number"], "ids");
    stock.hand("append-row", { values: ["a", "Anna", "1"] });
    await resize(2, 3);
    await stock.nameRecords();
    const [record] = (await readAll(stock.side())).records;
    expect(record).toMatchObject({ cells: { code: "a", name: "Anna", amount: "1" } });
    expect(stock.screen()[0]?.slice(1)).toEqual(["Code", "Name", "The amount"]);
  });

  it("a full spreadsheet refuses new rows and goes on with the others", async () => {
    stock = await openStock();
    await resize(4, 3);
    const rest = 10_000_000 - 4 * 3;
    await stock.batch([
      { addSheet: { properties: { title: "Full", gridProperties: { rowCount: rest / 4, columnCount: 4 } } } },
    ]);
    const answers = await written(stock.side(), [create("d"), update("a", { name: "A2" }, { name: "Anna" })]);
    expect(answers).toMatchObject([{ outcome: "refused", reason: "cell-limit" }, { outcome: "done" }]);
    expect(stock.table()).toEqual(["c|Carl|3", "a|A2|1", "b|Bert|2"]);
  });
});

describe("ids where they cannot be written", () => {
  const protectRow = async (row: number) => {
    const owner = "owner@example.com";
    stock.hand("share", { email: owner });
    await stock.batch([
      {
        addProtectedRange: {
          protectedRange: { range: { ...SHEET, startRowIndex: row, endRowIndex: row + 1 } },
        },
      },
    ]);
    const { accessToken } = stock.desk.at.control<{ accessToken: string }>("create-account", {
      email: owner,
      scopes: ["spreadsheets"],
    });
    return stock.desk.connect({ accessToken }).side(stock.config);
  };

  it("a protected row without an id keeps no other row from being written", async () => {
    stock = await openStock(undefined, ["number"], "ids");
    stock.hand("append-row", { values: ["", "d", "Dora", "4"] });
    const at = await protectRow(4);
    const [first] = (await readAll(at)).records;
    const operations = [{ ...update("c", { name: "C2" }, {}), locator: first?.locator ?? "" }, create("e")];
    expect(await at.write(operations, NO_DEADLINE)).toMatchObject({
      written: [{ outcome: "done" }, { outcome: "done" }],
      stopped: null,
    });
    expect((await readAll(at)).census).toEqual({ complete: true, total: 5 });
  });

  it("a protected row is no mistake of ours when ids are written", async () => {
    stock = await openStock(undefined, ["number"], "ids");
    stock.hand("append-row", { values: ["", "d", "Dora", "4"] });
    const at = await protectRow(4);
    await expect(at.nameRecords?.()).rejects.toMatchObject({
      kind: "connection-broken",
      remedy: expect.any(String),
    });
  });
});
