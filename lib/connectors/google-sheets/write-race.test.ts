import { afterEach, describe, expect, it } from "vitest";
import { NO_DEADLINE, readAll, written } from "../contract-session.test-kit";
import { create, openStock, removal, SHEET, type Stock, update } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

const codeColumn = () => stock.screen()[0]?.indexOf("Code") ?? 0;

/** The records without their ids, by code. */
const lines = () =>
  stock
    .screen()
    .slice(1)
    .map((line) => line.slice(codeColumn(), codeColumn() + 3).join("|"))
    .filter((line) => /^[a-z]/.test(line))
    .sort();

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

  it.each([
    ["written to", "headers"],
    ["written to", "ids"],
    ["deleted", "headers"],
    ["deleted", "ids"],
  ] as const)(
    "sort at that moment: a row that is %s in another's place gets back what it had, known by %s",
    async (what, knownBy) => {
      const rows = ["d", "c", "b", "a"].map((code, at) => ({ code, name: `N${code}`, amount: String(at) }));
      stock = await openStock(rows, ["number"], knownBy);
      const before = [...stock.table()].sort();
      const { records } = await readAll(stock.side());
      const locator = records.find(({ cells }) => cells.code === "d")?.locator ?? "";
      stock.afterNextRead(() => {
        stock.hand("sort", { column: stock.screen()[0]?.indexOf("Code") ?? 0 });
      });
      const { id } = removal("d");
      const change = { op: "update", id, locator, cells: { name: "D2" }, expect: { name: "Nd" } } as const;
      const operation = what === "deleted" ? ({ op: "delete", id, locator, expect: {} } as const) : change;
      const report = await stock.side().write([operation], NO_DEADLINE);
      expect(report).toMatchObject({ written: [{ outcome: "unknown" }], stopped: { kind: "stale" } });
      expect([...stock.table()].sort()).toEqual(before);
    },
  );

  it.each(["headers", "ids"] as const)(
    "insert a row in the place of one that is written to: it is left as empty as it was, known by %s",
    async (knownBy) => {
      stock = await openStock(undefined, ["number"], knownBy);
      for (const [at, value] of ["nobody's", "5"].entries())
        stock.hand("edit-cell", { row: 4, column: codeColumn() + 1 + at, value });
      const before = lines();
      const { records } = await readAll(stock.side());
      const locator = records.find(({ cells }) => cells.code === "a")?.locator ?? "";
      const id = "update a";
      const change = { op: "update", id, locator, cells: { amount: "9" }, expect: { amount: "1" } } as const;
      stock.afterNextRead(() => stock.hand("insert-row", { row: 2 }));
      const report = await stock.side().write([change], NO_DEADLINE);
      expect(report).toMatchObject({ written: [{ outcome: "unknown" }], stopped: { kind: "stale" } });
      expect(stock.screen()[2]?.filter((cell) => cell !== "")).toEqual([]);
      expect(lines()).toEqual(before);
      expect(await written(stock.side(), [change])).toMatchObject([{ outcome: "done" }]);
      expect(lines()).toContain("a|Anna|9");
    },
  );

  const MOVES = {
    "sort it": () => stock.hand("sort", { column: codeColumn() }),
    "insert a row": () => stock.hand("insert-row", { row: 1 }),
    "delete the row": () => stock.hand("delete-rows", { rows: [1] }),
  };
  it.each(
    (["headers", "ids"] as const).flatMap((knownBy) =>
      Object.entries(MOVES).map(([move, act]) => [move, knownBy, act] as const),
    ),
  )("%s that gets another key: no other row gives its own away, known by %s", async (move, knownBy, act) => {
    const rows = ["d", "c", "b", "a"].map((code, at) => ({ code, name: `N${code}`, amount: String(at) }));
    stock = await openStock(rows, ["number"], knownBy);
    const before = [...stock.table()].sort();
    const { records } = await readAll(stock.side());
    const locator = records.find(({ cells }) => cells.code === "d")?.locator ?? "";
    const change = { op: "update", id: "u", locator, cells: { code: "x" }, expect: { code: "d" } } as const;
    stock.afterNextRead(act);
    const report = await stock.side().write([change], NO_DEADLINE);
    expect(report).toMatchObject({ written: [{ outcome: "unknown" }], stopped: { kind: "stale" } });
    const left = move === "delete the row" ? before.filter((line) => !line.includes("d|Nd")) : before;
    expect([...stock.table()].sort()).toEqual(left);
    const again = await stock.side().write([change], NO_DEADLINE);
    expect(again.written).toMatchObject([{ outcome: move === "delete the row" ? "stale" : "done" }]);
  });

  it("give two rows keys of their own at that moment, and rows that look alike: each row has its key again", async () => {
    const rows = ["d", "c", "b", "a"].map((code) => ({ code, name: "same", amount: "1" }));
    stock = await openStock(rows, ["number"], "ids");
    const before = [...stock.table()].sort();
    const { records } = await readAll(stock.side());
    const changes = ["d", "c"].map((code) => {
      const locator = records.find(({ cells }) => cells.code === code)?.locator ?? "";
      return { op: "update", id: code, locator, cells: { code: `${code}2` }, expect: { code } } as const;
    });
    stock.afterNextRead(() => stock.hand("sort", { column: codeColumn() }));
    const report = await stock.side().write(changes, NO_DEADLINE);
    expect(report.written.map(({ outcome }) => outcome)).toEqual(["unknown", "unknown"]);
    expect(
      stock
        .table()
        .map((line) => line.slice(line.indexOf("|")))
        .sort(),
    ).toEqual(before.map((line) => line.slice(line.indexOf("|"))).sort());
    const named = (await readAll(stock.side())).records.map(({ cells, locator }) => [cells.code, locator]);
    expect(named.sort()).toEqual(records.map(({ cells, locator }) => [cells.code, locator]).sort());
  });

  it.each(["a", "t"])(
    "sort with a row that has no id yet, while %s is written to: cells and ids go back",
    async (code) => {
      stock = await openStock(undefined, ["number"], "ids");
      for (const [at, value] of ["t", "Tom", "8"].entries())
        stock.hand("edit-cell", { row: 4, column: codeColumn() + at, value });
      stock.hand("insert-row", { row: 1 });
      const before = lines();
      const changeIt = async () => {
        const { records } = await readAll(stock.side());
        expect(records.map(({ cells }) => cells.code).sort()).toEqual(["a", "b", "c", "t"]);
        const { locator = "", cells } = records.find((one) => one.cells.code === code) ?? {};
        const expected = { amount: cells?.amount ?? null };
        return [{ op: "update", id: "u", locator, cells: { amount: "99" }, expect: expected }] as const;
      };
      const change = await changeIt();
      stock.afterNextRead(() => stock.hand("sort", { column: codeColumn() }));
      const report = await stock.side().write(change, NO_DEADLINE);
      expect(report).toMatchObject({ written: [{ outcome: "unknown" }], stopped: { kind: "stale" } });
      expect(lines()).toEqual(before);
      expect(await written(stock.side(), await changeIt())).toMatchObject([{ outcome: "done" }]);
    },
  );

  it("insert a row there and begin to fill it: nobody knows what it held, and it is left alone", async () => {
    stock = await openStock();
    stock.afterNextRead(() => {
      stock.hand("insert-row", { row: 2 });
      stock.hand("edit-cell", { row: 2, column: 2, value: "7" });
    });
    const report = await stock.side().write([update("a", { name: "A2" }, { name: "Anna" })], NO_DEADLINE);
    expect(report.written).toMatchObject([{ outcome: "unknown" }]);
    expect(stock.table()).toEqual(["c|Carl|3", "|A2|7", "a|Anna|1", "b|Bert|2"]);
  });

  it.each(["headers", "ids"] as const)(
    "move a column at that moment: nothing stays below another header, known by %s",
    async (knownBy) => {
      stock = await openStock(undefined, ["number"], knownBy);
      const header = (name: string) => stock.screen()[0]?.indexOf(name) ?? 0;
      const { records } = await readAll(stock.side());
      const locator = records.find(({ cells }) => cells.code === "a")?.locator ?? "";
      const shown = () => {
        const order = ["Code", "Name", "The amount"].map(header);
        return stock.screen().map((row) => order.map((column) => row[column] ?? "").join("|"));
      };
      const before = shown().filter((line) => line !== "||");
      stock.afterNextRead(() => {
        stock.hand("move-column", { column: header("The amount"), to: header("Name") });
      });
      const id = "update a";
      const change = { op: "update", id, locator, cells: { name: "A2" }, expect: { name: "Anna" } } as const;
      const report = await stock.side().write([change, create("d")], NO_DEADLINE);
      expect(report.written.map(({ outcome }) => outcome)).toEqual(["unknown", "unknown"]);
      expect(shown().filter((line) => line !== "||")).toEqual(before);
      const again = await written(stock.side(), [change, create("d")]);
      expect(again.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
      expect(shown().slice(1, 5)).toEqual(["c|Carl|3", "a|A2|1", "b|Bert|2", "d|d|"]);
    },
  );

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

  it.each(["headers", "ids"] as const)(
    "insert a row above, or type one below, at the moment of a create: nothing is written over (%s)",
    async (knownBy) => {
      stock = await openStock(undefined, ["number"], knownBy);
      stock.afterNextRead(() => stock.hand("insert-row", { row: 1 }));
      const operations = [create("d"), create("e"), update("a", { name: "A2" }, { name: "Anna" })];
      if (knownBy === "headers") await stock.side().write(operations, NO_DEADLINE);
      else await stock.side().write(operations.slice(0, 2), NO_DEADLINE);
      expect(lines().filter((line) => /^[bc]/.test(line))).toEqual(["b|Bert|2", "c|Carl|3"]);
      expect(lines().filter((line) => /^[de]/.test(line))).toEqual(["d|d", "e|e"]);
      stock.afterNextRead(() => {
        const cells = knownBy === "ids" ? ["", "t", "Typed", "9"] : ["t", "Typed", "9"];
        const row = 1 + stock.screen().findLastIndex((line) => line.some((cell) => cell !== ""));
        for (const [column, value] of cells.entries()) stock.hand("edit-cell", { row, column, value });
      });
      await stock.side().write([create("f")], NO_DEADLINE);
      expect(lines()).toEqual(
        expect.arrayContaining(["b|Bert|2", "c|Carl|3", "d|d", "e|e", "f|f", "t|Typed|9"]),
      );
    },
  );

  it.each(["headers", "ids"] as const)(
    "insert a row above what is filled down: the last record comes back, the new one is told as unknown (%s)",
    async (knownBy) => {
      stock = await openStock(undefined, ["number"], knownBy);
      stock.hand("edit-cell", { row: 4, column: codeColumn() + 4, value: "=1+1" });
      stock.afterNextRead(() => stock.hand("insert-row", { row: 1 }));
      const report = await stock.side().write([create("d")], NO_DEADLINE);
      expect(report).toMatchObject({ written: [{ outcome: "unknown" }], stopped: { kind: "stale" } });
      expect(lines()).toEqual(["a|Anna|1", "b|Bert|2", "c|Carl|3", "d|d"]);
      expect(await written(stock.side(), [create("d")])).toMatchObject([{ outcome: "done" }]);
      expect(lines()).toEqual(["a|Anna|1", "b|Bert|2", "c|Carl|3", "d|d"]);
    },
  );

  it("and what is filled down below the last record is used as it stands", async () => {
    stock = await openStock();
    stock.hand("edit-cell", { row: 4, column: 3, value: "=LEN(A5)" });
    stock.hand("edit-cell", { row: 5, column: 3, value: "=LEN(A6)" });
    const rowsBefore = stock.hand("rows").rowCount;
    expect(await written(stock.side(), [create("d"), create("ee")])).toMatchObject([
      { outcome: "done" },
      { outcome: "done" },
    ]);
    expect(
      stock
        .screen()
        .slice(4, 6)
        .map((line) => [line[0], line[3]]),
    ).toEqual([
      ["d", "1"],
      ["ee", "2"],
    ]);
    expect(stock.hand("rows").rowCount).toBe(rowsBefore);
  });
});
