import { spawnSync } from "node:child_process";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { FormulaPool } from "./formula-pool";

const pool = new FormulaPool();
afterAll(() => pool.close());

const rowText = (row: Record<string, unknown>, before: Record<string, unknown> | null = null): string =>
  JSON.stringify({ row, before });

/** Walks the list three times over: for a list of thousands, far beyond any budget. */
const ENDLESS = "row.list.all(x, row.list.all(y, row.list.all(z, x + y + z > -1.0)))";

const LIST = Array.from({ length: 3_000 }, (_, at) => at);

test("each formula of each row has its outcome, in their order", async () => {
  const formulas = ["row.a == 1", "row.b > before.b", "row.a"];
  const rows = [
    rowText({ a: 1, b: 2 }, { b: 1 }),
    rowText({ a: 2, b: 1 }, { b: 1 }),
    rowText({ a: 1, b: null }),
  ];
  expect(await pool.evaluate(formulas, rows)).toEqual([
    ["holds", "holds", "unevaluable"],
    ["fails", "fails", "unevaluable"],
    ["holds", "unevaluable", "unevaluable"],
  ]);
});

test.each([
  ["row.n + 1 == 3", true],
  ["row.n * 2 >= 3", true],
  ["10 / row.n == 5", true],
  ["row.n % 2 == 0", true],
  ["row.text.matches('^[a-z]+$')", true],
  ["row.text.matches('^(a)\\\\1$')", null],
  // The bounds of a schema's patterns hold here too.
  ["row.text.matches('^.{1,1000}$')", null],
  ["row.text.trim().upperAscii() == 'ABC'", true],
  ["row.empty == null", true],
  ["has(row.empty)", false],
  ["row.empty < 3", null],
  ["row.empty == null || row.empty < 3", true],
  ["'x' in row.tags && size(row.tags) == 2", true],
  ["row.data.address.zip == '1000'", true],
  ["timestamp(row.day + 'T00:00:00Z') - timestamp('2024-01-01T00:00:00Z') == duration('24h')", true],
  ["row.tags.map(t, t + '!') == ['x!', 'y!']", true],
])("%s", async (formula, expected) => {
  const row = {
    n: 2,
    text: "abc",
    empty: null,
    tags: ["x", "y"],
    data: { address: { zip: "1000" } },
    day: "2024-01-02",
  };
  const outcome = expected === null ? "unevaluable" : expected ? "holds" : "fails";
  expect(await pool.evaluate([formula], [rowText(row)])).toEqual([[outcome]]);
});

test("a formula that takes too long costs its own outcome, for its row only", async () => {
  const rows = [rowText({ list: LIST }), rowText({ list: [1] }), rowText({ list: LIST })];
  expect(await pool.evaluate(["row.list[0] >= 0", ENDLESS, "size(row.list) > 0"], rows)).toEqual([
    ["holds", "exceeded", "holds"],
    ["holds", "holds", "holds"],
    ["holds", "exceeded", "holds"],
  ]);
});

test("a formula that always takes too long is given up for the rest of its batch", async () => {
  const rows = [...Array.from({ length: 5 }, () => rowText({ list: LIST })), rowText({ list: [1] })];
  const outcomes = await pool.evaluate([ENDLESS, "size(row.list) > 0"], rows);
  expect(outcomes.map(([endless]) => endless)).toEqual(rows.map(() => "exceeded"));
  expect(outcomes.map(([, other]) => other)).toEqual(rows.map(() => "holds"));
}, 20_000);

test("a formula that takes too much memory costs its thread, not this process", async () => {
  const text = "x".repeat(1_000);
  const hungry = "row.list.map(x, row.list.map(y, row.text + string(x) + string(y))).size() >= 0";
  const rows = [rowText({ list: LIST, text }), rowText({ list: [], text })];
  expect(await pool.evaluate([hungry], rows)).toEqual([["exceeded"], ["holds"]]);
});

test("texts and lists stop growing long before the heap ends", async () => {
  const rows = [rowText({ text: "x".repeat(200_000), list: Array.from({ length: 6_000 }, () => 1) })];
  const formulas = [
    "(row.text + row.text).size() > 0",
    "(row.list + row.list).size() > 0",
    "size(bytes(row.text) + bytes(row.text)) > 0",
  ];
  expect(await pool.evaluate(formulas, rows)).toEqual([["unevaluable", "unevaluable", "unevaluable"]]);
});

test("a row larger than the bound is not evaluated; those beside it are", async () => {
  const rows = [
    rowText({ a: "x".repeat(256 * 1024) }),
    rowText({ a: "x" }),
    rowText({ a: "y".repeat(256 * 1024) }),
  ];
  expect(await pool.evaluate(["row.a != ''"], rows)).toEqual([["exceeded"], ["holds"], ["exceeded"]]);
});

test("many rows come back in their order", async () => {
  const rows = Array.from({ length: 4_000 }, (_, at) => rowText({ at, text: `row ${at}`, tags: ["a", "b"] }));
  const formulas = ["row.at % 2 == 0", "row.text.startsWith('row')", "row.tags.all(t, t in ['a', 'b'])"];
  const outcomes = await pool.evaluate(formulas, rows);
  expect(outcomes).toEqual(rows.map((_, at) => [at % 2 === 0 ? "holds" : "fails", "holds", "holds"]));
}, 20_000);

test("asked from many sides at once, each gets its own answer", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      pool.evaluate([`row.a == ${at}`], [rowText({ a: at }), rowText({ a: -1 })]),
    ),
  );
  expect(answers).toEqual(answers.map(() => [["holds"], ["fails"]]));
});

test("after close, even one in the middle of work, it starts again", async () => {
  const [before] = await Promise.all([
    pool.evaluate(["row.a == 1"], [rowText({ a: 1 })]),
    pool.close(),
    pool.close(),
  ]);
  expect(before).toEqual([["holds"]]);
  expect(await pool.evaluate(["row.a == 1"], [rowText({ a: 2 })])).toEqual([["fails"]]);
});

test("nothing to evaluate needs no thread", async () => {
  expect(await pool.evaluate([], [rowText({}), rowText({})])).toEqual([[], []]);
  expect(await pool.evaluate(["true"], [])).toEqual([]);
});

test("threads without work do not keep a process from ending", () => {
  const script = `
    const { formulaPool } = await import("./lib/rules/formula-pool.ts");
    process.stdout.write(JSON.stringify(await formulaPool.evaluate(["row.a == 1"], ['{"row":{"a":1},"before":null}'])));
  `;
  const { stdout, status, signal } = spawnSync(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "--input-type=module", "--eval", script],
    { cwd: path.resolve(import.meta.dirname, "../.."), encoding: "utf8", timeout: 30_000 },
  );
  expect({ stdout, status, signal }).toEqual({ stdout: '[["holds"]]', status: 0, signal: null });
}, 40_000);
