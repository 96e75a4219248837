import type { sheets_v4 } from "googleapis/build/src/apis/sheets/index.js";
import { afterEach, describe, expect, it } from "vitest";
import { readAll, recordOf, written } from "../contract-session.test-kit";
import { openGoogleSheets } from "./connector";
import { create, openStock, removal, type Stock, update } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

/**
 * The stock as Google would show it if `change` had been made to its cells; the sandbox knows neither formulas that fill
 * other cells nor values that are still loading.
 */
function sideShowing(change: (rows: readonly sheets_v4.Schema$CellData[][]) => void) {
  const { desk, config } = stock;
  const out: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if ((init?.method ?? "GET") !== "GET") return answer;
    const body = (await answer.json()) as sheets_v4.Schema$Spreadsheet;
    for (const { rowData } of body.sheets?.[0]?.data ?? [])
      change((rowData ?? []).map(({ values }) => values ?? []));
    return Response.json(body);
  };
  const ways = { fetch: out, openSocket: () => Promise.reject(new Error("no socket")) };
  return openGoogleSheets({ accessToken: desk.accessToken }, ways, { apiUrl: desk.at.url }).side(config);
}

/** The amounts as the first of them, an array formula, fills them. */
const spilling = () =>
  sideShowing((rows) => {
    for (const [row, cells] of rows.entries()) {
      const cell = cells[2];
      if (row === 0 || !cell) continue;
      if (row === 1) cell.userEnteredValue = { formulaValue: "=ARRAYFORMULA(LEN(B2:B4))" };
      else delete cell.userEnteredValue;
    }
    const last = rows[3]?.[2];
    if (last) last.effectiveValue = { stringValue: "" };
  });

const SHOWN = ["c|Carl|3", "a|Anna|1", "b|Bert|2"];

describe("an array formula", () => {
  it("is read where it spills, and nothing is written over it or what it fills, be it empty", async () => {
    stock = await openStock();
    const at = spilling();
    const { records } = await readAll(at);
    expect(records.map(({ cells }) => cells.amount)).toEqual(["3", "1", null]);
    const answers = await written(at, [
      update("c", { amount: "9" }, { amount: "3" }),
      update("a", { amount: "9" }, { amount: "1" }),
      update("b", { amount: "9" }, { amount: null }),
      update("b", { amount: null }, {}),
      update("a", { name: "A2" }, { name: "Anna" }),
    ]);
    const refused = { outcome: "refused", reason: "formula", field: "amount" };
    expect(answers).toMatchObject([refused, refused, refused, { outcome: "done" }, { outcome: "done" }]);
    expect(stock.table()).toEqual(["c|Carl|3", "a|A2|1", "b|Bert|2"]);
  });

  it("does not go with its row; rows that it fills do", async () => {
    stock = await openStock();
    expect(await written(spilling(), [removal("c"), removal("a")])).toMatchObject([
      { outcome: "refused", reason: "formula" },
      { outcome: "done" },
    ]);
    expect(stock.table()).toEqual(["c|Carl|3", "b|Bert|2"]);
  });

  it("that fills the rows ahead of the data leaves its column out of a new row", async () => {
    stock = await openStock();
    stock.hand("edit-cell", { row: 4, column: 2, value: 5 });
    const at = sideShowing((rows) => {
      for (const cells of rows.slice(1)) delete cells[2]?.userEnteredValue;
    });
    const filled = { op: "create", id: "e", cells: { code: "e", amount: "1" } } as const;
    expect(await written(at, [filled, create("d")])).toMatchObject([
      { outcome: "refused", reason: "formula", field: "amount" },
      { outcome: "done" },
    ]);
    expect(stock.table().slice(0, 4)).toEqual([...SHOWN, "d|d|5"]);
  });
});

describe("a formula of one cell", () => {
  it("is no reason to keep its row", async () => {
    stock = await openStock();
    for (let row = 1; row <= 3; row += 1) stock.hand("edit-cell", { row, column: 2, value: "=1+1" });
    expect(await written(stock.side(), [removal("c")])).toMatchObject([{ outcome: "done" }]);
  });
});

describe("an error is unreadable by its name, never empty, and nothing is written over its formula", () => {
  it.each([
    ["=1/0", "DIVIDE_BY_ZERO"],
    ["=ZZZ999999", "REF"],
    ["=IF()", "N_A"],
    ['="a"+1', "VALUE"],
    ["=C3", "REF"],
    ["=NOSUCH(1)", "ERROR"],
  ])("%s: %s", async (formula, type) => {
    stock = await openStock();
    stock.hand("edit-cell", { row: 2, column: 2, value: formula });
    const at = stock.side();
    const { cells, unknown } = await recordOf(at, "a");
    expect(cells).not.toHaveProperty("amount");
    expect(unknown).toEqual({ amount: `the cell shows the error ${type}` });
    expect((await readAll(at)).census).toEqual({ complete: true, total: 3 });
    const answers = await written(at, [
      update("a", { amount: "1" }, {}),
      update("a", { amount: null }, {}),
      update("a", { amount: "1" }, { amount: null }),
    ]);
    expect(answers).toMatchObject([
      { outcome: "refused", reason: "formula" },
      { outcome: "refused", reason: "formula" },
      { outcome: "stale" },
    ]);
  });

  it.each(["LOADING", "N_A", "NAME", "NUM", "NULL_VALUE"])("what Google alone makes: %s", async (type) => {
    stock = await openStock();
    const at = sideShowing((rows) => {
      const cell = rows[2]?.[2];
      if (!cell) return;
      cell.userEnteredValue = { formulaValue: '=IMPORTRANGE("x","A1")' };
      cell.effectiveValue = { errorValue: { type } };
    });
    const { unknown } = await recordOf(at, "a");
    expect(unknown.amount).toContain(type === "LOADING" ? "still loading" : type);
    const answers = await written(at, [update("a", { amount: "1" }, {})]);
    expect(answers).toMatchObject([{ outcome: "refused", reason: "formula" }]);
    expect(stock.table()).toEqual(SHOWN);
  });
});
