import { afterEach, describe, expect, it } from "vitest";
import type { Cells } from "@/lib/engine/value";
import type { WriteOperation } from "../connector";
import { NO_DEADLINE, readAll, written } from "../contract-session.test-kit";
import { ID_HEADER } from "./row-id";
import { create, openStock, SHEET, type Stock } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

/** Rows a, b and c as a run has left them: each with an id. */
const openNamed = async (rows?: readonly Cells[]) => {
  stock = await openStock(rows, ["number"], "ids");
};

/** What a read shows: locators by key, in the order of the rows. */
async function ids(): Promise<Record<string, string>> {
  const { records, census } = await readAll(stock.side());
  expect(census).toEqual({ complete: true, total: records.length });
  return Object.fromEntries(records.map(({ cells, locator }) => [String(cells.code), locator]));
}

/** Rows as shown, without the ids. */
const table = () => {
  const columns = ["code", "name", "amount"].map(stock.columnOf);
  const rows = stock.screen().slice(1);
  return rows.map((row) => columns.map((at) => row[at] ?? "").join("|")).filter((row) => row !== "||");
};

const idColumn = () => (stock.screen()[0] ?? []).indexOf(ID_HEADER);
const idCellsShown = () => stock.screen().map((row) => row[idColumn()] ?? "");
const rowOf = (code: string) => stock.screen().findIndex((row) => row[stock.columnOf("code")] === code);
const edit = (code: string, field: string, value: string) =>
  stock.hand("edit-cell", { row: rowOf(code), column: stock.columnOf(field), value });
const person = (code: string) => {
  const row = stock.screen().length;
  stock.hand("edit-cell", { row, column: stock.columnOf("code"), value: code });
  stock.hand("edit-cell", { row, column: stock.columnOf("name"), value: code });
};

const update = (
  locator: string | undefined,
  code: string,
  cells: Cells,
  expected: Cells,
): WriteOperation => ({
  ...{ op: "update", id: `update ${code}`, locator: locator ?? "", cells, expect: expected, key: { code } },
});
const removal = (locator: string | undefined, code: string, expected: Cells): WriteOperation => ({
  ...{ op: "delete", id: `delete ${code}`, locator: locator ?? "", expect: expected, key: { code } },
});

describe("the first batch", () => {
  it("adds the column and the marks behind the fence, in one request, and nothing more later", async () => {
    stock = await openStock([], ["number"], "ids");
    await stock.side().shape();
    stock.hand("append-row", { values: ["a", "Anna", "1"] });
    stock.hand("append-row", { values: ["b", "Bert", "2"] });
    const before = await ids();
    expect(stock.screen()[0]).toEqual(["Code", "Name", "The amount"]);
    const at = stock.side();
    expect((await readAll(at)).requests).toBe(2);
    stock.hand("reset-counts");
    await written(at, [create("c"), update(before.a, "a", { name: "A2" }, { name: "Anna" })]);
    expect(stock.hand("counts")).toMatchObject({ reads: 1, writes: 1 });
    expect(stock.screen()[0]).toEqual([ID_HEADER, "Code", "Name", "The amount"]);
    expect(table()).toEqual(["a|A2|1", "b|Bert|2", "c|c|"]);
    expect(await ids()).toMatchObject(before);
    const { data } = await stock.desk.at.sheets(stock.desk.accessToken).spreadsheets.get({
      spreadsheetId: stock.spreadsheetId,
      fields: "sheets(protectedRanges,data(columnMetadata(hiddenByUser,developerMetadata)))",
      ranges: ["A1:D1"],
    });
    const [{ protectedRanges = [], data: [grid] = [] } = {}] = data.sheets ?? [];
    expect(protectedRanges).toMatchObject([{ warningOnly: true, range: { endColumnIndex: 1 } }]);
    expect(grid?.columnMetadata?.map(({ hiddenByUser }) => hiddenByUser === true)).toEqual([
      ...[true, false, false, false],
    ]);
    const marks = grid?.columnMetadata?.map(({ developerMetadata }) => developerMetadata?.[0]?.metadataValue);
    expect(marks).toEqual([undefined, "h:Code", "h:Name", "h:The amount"]);
    stock.hand("reset-counts");
    expect(await at.nameRecords?.()).toEqual({ requests: 0 });
    expect(await stock.side().nameRecords?.()).toEqual({ requests: 2 });
    expect(stock.hand("counts")).toMatchObject({ writes: 0 });
  });

  it("and what a lost answer leaves behind are the ids that were read before it", async () => {
    stock = await openStock([], ["number"], "ids");
    await stock.side().shape();
    for (const code of ["a", "b"]) stock.hand("append-row", { values: [code, code, "1"] });
    const before = await ids();
    for (const kind of ["503-before", "503-after"]) {
      stock.fault(kind, "POST");
      await expect(stock.nameRecords()).rejects.toMatchObject({ kind: "upstream-unavailable" });
      expect(await ids()).toEqual(before);
    }
    await stock.nameRecords();
    expect(await ids()).toEqual(before);
    expect(idCellsShown()).toEqual([ID_HEADER, before.a, before.b]);
  });
});

describe("people", () => {
  it("sort, move and delete whole rows, and change keys: each keeps its id", async () => {
    await openNamed();
    const before = await ids();
    stock.hand("sort", { column: stock.columnOf("code") });
    stock.hand("move-row", { row: 1, to: 4 });
    expect(await ids()).toEqual(before);
    edit("b", "code", "z");
    expect(await ids()).toEqual({ a: before.a, c: before.c, z: before.b });
    stock.hand("delete-rows", { rows: [rowOf("c")] });
    expect(await ids()).toEqual({ a: before.a, z: before.b });
    await written(stock.side(), [
      update(before.b, "z", { name: "B2" }, { name: "Bert" }),
      removal(before.a, "a", { name: "Anna" }),
      removal(before.c, "c", {}),
    ]);
    expect(table()).toEqual(["z|B2|2"]);
  });

  it("see a key that we change as that of the same row, with nothing left to be written", async () => {
    await openNamed();
    const { a, ...others } = await ids();
    const change = update(a, "z", { code: "z" }, { code: "a" });
    for (let times = 0; times < 2; times += 1) {
      expect(await written(stock.side(), [change])).toMatchObject([
        { outcome: "done", record: { locator: a } },
      ]);
    }
    expect(await ids()).toEqual({ ...others, z: a });
    expect((await stock.side().read(null)).nameless).toBeUndefined();
    const clash = update(a, "b", { code: "b" }, { code: "z" });
    expect(await written(stock.side(), [clash])).toMatchObject([{ reason: "duplicate-key" }]);
  });

  it("give a former key to a new row: it is another one, also before it has its id", async () => {
    await openNamed();
    const { a } = await ids();
    edit("a", "code", "z");
    person("a");
    const now = await ids();
    expect(now.z).toBe(a);
    expect(now.a).not.toBe(a);
    stock.hand("delete-rows", { rows: [rowOf("z")] });
    expect((await ids()).a).toBe(now.a);
    await stock.nameRecords();
    expect((await ids()).a).toBe(now.a);
  });

  it.each(["above", "below"])(
    "copy a row %s and change the copy: the first one keeps the id",
    async (where) => {
      await openNamed();
      const before = await ids();
      const row = rowOf("a");
      if (where === "above") {
        stock.hand("insert-row", { row: 1 });
        stock.hand("copy-paste-row", { row: row + 1, to: 1 });
        stock.hand("edit-cell", { row: 1, column: stock.columnOf("code"), value: "copy" });
      } else {
        stock.hand("copy-paste-row", { row, to: 6 });
        stock.hand("edit-cell", { row: 6, column: stock.columnOf("code"), value: "copy" });
      }
      const now = await ids();
      expect(now).toMatchObject(before);
      expect(Object.values(before)).not.toContain(now.copy);
      await stock.nameRecords();
      expect(await ids()).toEqual(now);
      expect(new Set(idCellsShown().filter((text) => text !== "")).size).toBe(5);
    },
  );

  it("copy a row and leave it: the upper one keeps the id, both are told apart", async () => {
    await openNamed();
    const { a } = await ids();
    stock.hand("copy-paste-row", { row: rowOf("a"), to: 7 });
    const twins = async () => {
      const { records } = await readAll(stock.side());
      return records.flatMap(({ cells, locator }) => (cells.code === "a" ? [locator] : []));
    };
    const now = await twins();
    expect(now[0]).toBe(a);
    expect(new Set(now).size).toBe(2);
    await stock.nameRecords();
    expect(await twins()).toEqual(now);
  });

  it("sort without the ids: the read is not complete, and nothing is written until it is undone", async () => {
    await openNamed();
    const before = await ids();
    const rows = table();
    stock.hand("sort", { column: stock.columnOf("code"), startColumn: 1 });
    const shown = stock.screen();
    const { census } = await readAll(stock.side());
    expect(census).toMatchObject({ complete: false, reason: expect.stringContaining(ID_HEADER) });
    const report = await stock
      .side()
      .write(
        [update(before.a, "a", { name: "A2" }, { name: "Anna" }), removal(before.b, "b", {}), create("d")],
        NO_DEADLINE,
      );
    expect(report).toMatchObject({ written: [], stopped: { message: expect.stringContaining(ID_HEADER) } });
    await expect(stock.nameRecords()).rejects.toMatchObject({ kind: "upstream-unavailable" });
    expect(stock.screen()).toEqual(shown);
    // Mended as the reason says: rows without an id are found by their keys, and get one anew.
    for (let row = 1; row <= 3; row += 1) stock.hand("edit-cell", { row, column: 0, value: "" });
    expect(Object.keys(await ids())).toEqual(["a", "b", "c"]);
    await stock.nameRecords();
    expect([...table()].sort()).toEqual([...rows].sort());
    expect((await readAll(stock.side())).census.complete).toBe(true);
  });

  it("sort two rows without the ids, of which one has none: no wrong row is written", async () => {
    await openNamed(["b", "a"].map((code) => ({ code, name: "same", amount: "1" })));
    const { a } = await ids();
    const at = stock.side();
    await at.shape();
    stock.hand("edit-cell", { row: rowOf("b"), column: 0, value: "" });
    stock.hand("sort", { column: stock.columnOf("code"), startColumn: 1 });
    const answers = await written(at, [
      update(a, "a", { name: "A2" }, { name: "same" }),
      removal(a, "a", { name: "same" }),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(["stale", "stale"]);
    expect(table()).toEqual(["a|same|1", "b|same|1"]);
  });

  it("swap two keys by typing: that is asked about, as a sort without the ids looks the same", async () => {
    await openNamed();
    edit("a", "code", "x");
    edit("b", "code", "a");
    edit("x", "code", "b");
    expect((await readAll(stock.side())).census.complete).toBe(false);
  });

  it("rename headers, move and insert columns: marked columns are followed", async () => {
    await openNamed();
    const { a } = await ids();
    stock.hand("rename-header", { column: stock.columnOf("name"), name: "Who" });
    stock.hand("insert-column", { column: 2, header: "Name" });
    stock.hand("move-column", { column: 4, to: 0 });
    const at = stock.side();
    expect((await at.shape()).fields.map(({ id, name }) => [id, name])).toEqual([
      ["h:The amount", "The amount"],
      ["h:Code", "Code"],
      ["n:Name", "Name"],
      ["h:Name", "Who"],
    ]);
    await written(at, [update(a, "a", { name: "A2", amount: "9" }, { name: "Anna" }), create("d")]);
    expect(stock.screen().map((row) => row.filter((_, column) => column !== idColumn()))).toEqual([
      ["The amount", "Code", "Name", "Who"],
      ["3", "c", "", "Carl"],
      ["9", "a", "", "A2"],
      ["2", "b", "", "Bert"],
      ["", "d", "", "d"],
    ]);
  });

  it("delete the column of ids: rows are found by their keys, and get ids again", async () => {
    await openNamed();
    const before = await ids();
    stock.hand("delete-column", { column: idColumn() });
    const now = await ids();
    expect(Object.keys(now)).toEqual(Object.keys(before));
    const lost = [
      removal(before.a, "a", { name: "Anna" }),
      update(before.b, "b", { name: "B2" }, { name: "Bert" }),
    ];
    const answers = await written(stock.side(), lost);
    expect(answers.map(({ outcome }) => outcome)).toEqual(["stale", "stale"]);
    await stock.nameRecords();
    expect(await ids()).toEqual(now);
    expect(table()).toEqual(["c|Carl|3", "a|Anna|1", "b|Bert|2"]);
  });

  it("empty or overwrite id cells, or take the mark away: rows and column are found again", async () => {
    await openNamed();
    const before = await ids();
    stock.hand("edit-cell", { row: rowOf("a"), column: 0, value: "" });
    stock.hand("edit-cell", { row: rowOf("b"), column: 0, value: "=1+1" });
    await stock.batch([
      {
        deleteDeveloperMetadata: {
          dataFilter: { developerMetadataLookup: { metadataKey: "chittysync.rows" } },
        },
      },
    ]);
    expect((await ids()).c).toBe(before.c);
    await stock.nameRecords();
    expect((await ids()).c).toBe(before.c);
    expect(stock.screen()[0]?.filter((name) => name === ID_HEADER).length).toBe(1);
    expect(idCellsShown().every((text) => text !== "" && text !== "2")).toBe(true);
  });

  it.each(["clear the tab", "delete the header", "sort the header among the rows"])(
    "%s: no row is taken for the header, and nothing is empty",
    async (gesture) => {
      await openNamed();
      if (gesture === "clear the tab") stock.hand("clear-tab");
      else if (gesture === "delete the header") stock.hand("delete-rows", { rows: [0] });
      else stock.hand("sort", { column: 3, headerRows: 0 });
      const shown = stock.screen();
      await expect(stock.side().read(null)).rejects.toMatchObject({ kind: "connection-broken" });
      expect(await stock.side().write([create("d")], NO_DEADLINE)).toMatchObject({ written: [] });
      expect((await stock.side().shape()).problems.map(({ code }) => code)).toEqual(["no-header"]);
      expect(stock.screen()).toEqual(shown);
    },
  );

  it("insert a row at the moment of our batch: no row is left with the id of another", async () => {
    await openNamed();
    const before = await ids();
    person("d");
    const at = stock.side();
    await at.shape();
    stock.afterNextRead(() => stock.hand("insert-row", { row: 1 }));
    await expect(at.nameRecords?.()).rejects.toMatchObject({ kind: "stale" });
    const now = await ids();
    expect(Object.keys(now)).toEqual(["c", "a", "b", "d"]);
    for (const [code, id] of Object.entries(now)) {
      expect(Object.entries(before).find(([, own]) => own === id)?.[0] ?? code).toBe(code);
    }
  });
});

it("a copy far below its row is said, for nobody asked which of them the copy is", {
  timeout: 60_000,
}, async () => {
  const many = Array.from({ length: 10_400 }, (_, at) => ({ code: `k${at}`, name: "n", amount: null }));
  await openNamed(many);
  stock.hand("copy-paste-row", { row: 5, to: 10_401 });
  stock.hand("edit-cell", { row: 10_401, column: stock.columnOf("code"), value: "copy" });
  expect((await readAll(stock.side())).census).toMatchObject({
    complete: false,
    reason: "rows 6 and 10402 have the same id; empty that of the copy",
  });
  stock.hand("edit-cell", { row: 10_401, column: 0, value: "" });
  expect((await readAll(stock.side())).census).toEqual({ complete: true, total: 10_401 });
  await stock.batch([
    {
      sortRange: {
        range: { ...SHEET, startRowIndex: 1, endRowIndex: 10_402, startColumnIndex: 1, endColumnIndex: 26 },
        sortSpecs: [{ dimensionIndex: 1, sortOrder: "ASCENDING" }],
      },
    },
  ]);
  expect((await readAll(stock.side())).census).toMatchObject({
    complete: false,
    reason: expect.stringContaining("beside other rows"),
  });
});
