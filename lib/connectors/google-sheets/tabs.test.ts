import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SideConfig, SideConnector } from "../connector";
import { NO_DEADLINE, readAll, written } from "../contract-session.test-kit";
import { create, openStock, type Stock } from "./stock.test-kit";

let stock: Stock;

const TABS = { customers: 0, orders: 101, notes: 102 } as const;

type TabName = keyof typeof TABS;

const text = (stringValue: string) => ({ userEnteredValue: { stringValue } });
const rowOf = (...texts: readonly string[]) => ({ values: texts.map(text) });

/** Three tabs with the same headers and keys, each the side of a registry of its own, with ids of its own. */
beforeEach(async () => {
  stock = await openStock([], [], "ids");
  const rename = { properties: { sheetId: TABS.customers, title: "customers" }, fields: "title" };
  await stock.batch([{ updateSheetProperties: rename }]);
  for (const [title, sheetId] of Object.entries(TABS)) {
    await stock.batch([
      ...(sheetId === 0 ? [] : [{ addSheet: { properties: { sheetId, title } } }]),
      {
        updateCells: {
          start: { sheetId },
          fields: "userEnteredValue",
          rows: [rowOf("Code", "Name"), rowOf("a", `${title} a`), rowOf("b", `${title} b`)],
        },
      },
    ]);
    await side(title as TabName).nameRecords?.();
  }
});
afterEach(() => stock.dispose());

function side(tab: TabName, address: Partial<SideConfig["address"]> = {}): SideConnector {
  const { spreadsheetId } = stock;
  const own = { spreadsheetId, sheetId: TABS[tab], title: tab, rowIds: 1, ...address };
  return stock.desk.connect().side({ ...stock.config, address: own });
}

async function namesIn(at: SideConnector): Promise<readonly unknown[]> {
  const { records, census } = await readAll(at);
  expect(census).toEqual({ complete: true, total: records.length });
  return records.map(({ cells }) => cells.name);
}

async function idOf(tab: TabName, code: string): Promise<string> {
  const { records } = await readAll(side(tab));
  return records.find(({ cells }) => cells.code === code)?.locator ?? "";
}

const screen = (tab: TabName) => stock.hand("rows", { sheetId: TABS[tab] }).rows as string[][];

async function renamed(tab: TabName, code: string, name: string) {
  const locator = await idOf(tab, code);
  const operation = { op: "update", id: name, locator, cells: { name }, expect: {}, key: { code } } as const;
  return written(side(tab), [operation]);
}

describe("tabs of one spreadsheet as sides of different registries", () => {
  it("are read with one call each, and written apart", async () => {
    stock.hand("reset-counts");
    for (const tab of Object.keys(TABS) as TabName[]) {
      const at = side(tab);
      expect(await namesIn(at)).toEqual([`${tab} a`, `${tab} b`]);
      // A tab that was not asked for before costs one more, for its title and size.
      expect((await readAll(at)).requests).toBe(1);
    }
    expect(stock.hand("counts")).toMatchObject({ reads: 9, writes: 0 });
    await renamed("orders", "a", "new");
    expect(await namesIn(side("orders"))).toEqual(["new", "orders b"]);
    for (const tab of ["customers", "notes"] as const) {
      expect(await namesIn(side(tab))).toEqual([`${tab} a`, `${tab} b`]);
    }
  });

  it("do not hold up each other's batches", async () => {
    const at = side("customers");
    let other: Promise<unknown> = Promise.resolve();
    stock.desk.hold = async (_, method) => {
      if (method !== "POST") return;
      stock.desk.hold = null;
      other = side("orders").write([create("c")], NO_DEADLINE);
      await other;
    };
    expect(await at.write([create("c")], NO_DEADLINE)).toMatchObject({ written: [{ outcome: "done" }] });
    expect(await other).toMatchObject({ written: [{ outcome: "done" }], stopped: null });
    for (const tab of ["customers", "orders"] as const) {
      expect(await namesIn(side(tab))).toEqual([`${tab} a`, `${tab} b`, "c"]);
    }
  });

  it("are followed through new titles, an exchange of titles and another order", async () => {
    const known = { customers: side("customers"), orders: side("orders") };
    await Promise.all(Object.values(known).map((at) => at.shape()));
    const title = (tab: TabName, name: string) =>
      stock.hand("rename-tab", { sheetId: TABS[tab], title: name });
    title("customers", "between");
    title("orders", "customers");
    title("customers", "orders");
    await stock.batch([
      {
        updateSheetProperties: {
          properties: { sheetId: TABS.notes, index: 0 },
          fields: "index",
        },
      },
    ]);
    for (const tab of ["customers", "orders"] as const) {
      for (const at of [known[tab], side(tab)]) expect(await namesIn(at)).toEqual([`${tab} a`, `${tab} b`]);
      expect(await renamed(tab, "a", `${tab} new`)).toMatchObject([{ outcome: "done" }]);
      expect(await namesIn(known[tab])).toEqual([`${tab} new`, `${tab} b`]);
    }
  });

  it("that is deleted breaks its own side alone, also where another takes its title", async () => {
    const known = side("orders");
    await known.shape();
    stock.hand("delete-tab", { sheetId: TABS.orders });
    stock.hand("rename-tab", { sheetId: TABS.notes, title: "orders" });
    for (const at of [known, side("orders")]) {
      await expect(at.read(null)).rejects.toMatchObject({
        kind: "connection-broken",
        remedy: expect.any(String),
      });
      expect(await at.write([create("c")], NO_DEADLINE)).toMatchObject({
        written: [],
        stopped: { kind: "connection-broken" },
      });
    }
    for (const tab of ["customers", "notes"] as const) {
      expect(await namesIn(side(tab))).toEqual([`${tab} a`, `${tab} b`]);
    }
  });

  it("has a header renamed and its column moved: it is followed there, and nowhere else", async () => {
    const column = screen("orders")[0]?.indexOf("Name") ?? -1;
    stock.hand("rename-header", { sheetId: TABS.orders, column, name: "Who" });
    stock.hand("move-column", { sheetId: TABS.orders, column, to: 0 });
    expect(await renamed("orders", "b", "moved")).toMatchObject([{ outcome: "done" }]);
    expect(screen("orders").map((row) => row[0])).toEqual(["Who", "orders a", "moved"]);
    expect(await renamed("customers", "b", "there")).toMatchObject([{ outcome: "done" }]);
    expect(screen("customers").map((row) => row[2])).toEqual(["Name", "customers a", "there"]);
  });

  it("take a row with its id from another tab for a row of their own", async () => {
    const before = await idOf("customers", "a");
    const rows = { startRowIndex: 1, endRowIndex: 2 };
    await stock.batch([
      {
        copyPaste: {
          source: { sheetId: TABS.customers, ...rows },
          destination: { sheetId: TABS.orders, startRowIndex: 3, endRowIndex: 4 },
        },
      },
      {
        updateCells: {
          start: { sheetId: TABS.orders, rowIndex: 3, columnIndex: 1 },
          fields: "userEnteredValue",
          rows: [rowOf("pasted")],
        },
      },
    ]);
    const orders = await readAll(side("orders"));
    expect(orders.census).toEqual({ complete: true, total: 3 });
    expect(new Set(orders.records.map(({ locator }) => locator)).size).toBe(3);
    await side("orders").nameRecords?.();
    expect(await readAll(side("orders"))).toMatchObject({ records: orders.records });
    expect(await renamed("orders", "pasted", "theirs")).toMatchObject([{ outcome: "done" }]);
    expect(await namesIn(side("orders"))).toEqual(["orders a", "orders b", "theirs"]);
    expect(await idOf("customers", "a")).toBe(before);
    expect(await namesIn(side("customers"))).toEqual(["customers a", "customers b"]);
  });

  it("that is duplicated, ids and all, stays the one it was", async () => {
    const before = await readAll(side("customers"));
    stock.hand("duplicate-tab", { sheetId: TABS.customers, title: "customers (2)" });
    expect((await readAll(side("customers"))).records).toEqual(before.records);
    expect(await renamed("customers", "a", "first")).toMatchObject([{ outcome: "done" }]);
    const copy = (
      stock.hand("list-spreadsheets") as unknown as { sheets: { sheetId: number; title: string }[] }[]
    )
      .flatMap(({ sheets }) => sheets)
      .find(({ title }) => title === "customers (2)");
    const at = side("customers", { sheetId: copy?.sheetId ?? -1, title: "customers (2)" });
    expect(await namesIn(at)).toEqual(["customers a", "customers b"]);
    await written(at, [create("c")]);
    expect(await namesIn(at)).toEqual(["customers a", "customers b", "c"]);
    expect(await namesIn(side("customers"))).toEqual(["first", "customers b"]);
  });
});
