import { afterAll, describe, expect, it } from "vitest";
import type { FieldType, Value } from "@/lib/engine/value";
import type { SideConnector, WriteOperation } from "../connector";
import { customerDatabase } from "./customer-database.test-kit";

const LATER = Number.MAX_SAFE_INTEGER;
const AT_ONCE = 500;

const customer = customerDatabase(async (person) => {
  await person.query("create table canary (seen text)");
});

afterAll(async () => {
  const { rows } = await customer.person.query("select * from canary");
  expect(rows).toEqual([]);
});

let state = 31;
const roll = (below: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
};
const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T;

const PIECES = [
  "\u0000",
  "\u0001",
  "\u001b[2J",
  "\u007f",
  "\u0085",
  "\u2028",
  "\r",
  "\n",
  "\r\n",
  "\t",
  "\v",
  "\ud800",
  "\udc00",
  "\ufffe",
  "\uffff",
  "\ufeff",
  "\u200b",
  "\u200d",
  "\u202e",
  "\u0301",
  "\u{1F469}\u200d\u{1F469}\u200d\u{1F467}",
  "\u{1F1E8}\u{1F1ED}",
  "\u{10FFFF}",
  "\u05e2\u05d1",
  "\u0000",
  "'",
  "''",
  '"',
  "\\",
  "\\\\",
  "\\x00",
  "\\N",
  "\\.",
  "E'",
  "$1",
  "$$",
  "; drop table canary; --",
  "/*",
  "{",
  "}",
  "{}",
  ",",
  "NULL",
  "null",
  "(",
  ")",
  "%s",
  "=1+1",
  "NaN",
  "Infinity",
  "-infinity",
  "1e308",
  "1e-400",
  "-0",
  "0x10",
  "1_000",
  "0044-03-15 BC",
  "epoch",
  "now",
  "true",
  " ",
  "a",
  "7",
  ".",
  "-",
];

const nastyText = (): string => Array.from({ length: roll(6) }, () => pick(PIECES)).join("");

const nastyJson = (): string =>
  pick([
    () => JSON.stringify({ [nastyText()]: nastyText(), __proto__: 1 }),
    () => JSON.stringify([nastyText(), nastyText()]),
    () => `{"__proto__":{"polluted":${roll(9)}},"constructor":{"prototype":{"polluted":1}}}`,
    () => `{"a":1,"a":${roll(9)}}`,
    () => "[".repeat(1 + roll(200)) + "]".repeat(1 + roll(200)),
    () => nastyText(),
    () => `${roll(1_000_000)}${"0".repeat(roll(30))}.${"0".repeat(roll(20))}${roll(9)}e${roll(500) - 250}`,
    () => `"\\u${pick(["0000", "d800", "dfff", "0041", "202e"])}"`,
  ])();

const nastyNumber = (): string =>
  pick([
    () => nastyText(),
    () => `${pick(["", "-", "+"])}${roll(10)}${"0".repeat(roll(320))}`,
    () => `0.${"0".repeat(roll(320))}${roll(10)}`,
    () => `${roll(10)}e${roll(800) - 400}`,
    () =>
      pick(["NaN", "Infinity", "-Infinity", "-0", "0x7f", "1_000", " 1", "1 ", "\u0661", "1,5", ".5", "5."]),
    () => `${9_007_199_254_740_990n + BigInt(roll(9))}`,
    () => `${roll(1_000_000)}.${"9".repeat(1 + roll(20))}`,
  ])();

const nastyMoment = (): string =>
  pick([
    () => nastyText(),
    () =>
      `${String(roll(10_000)).padStart(4, "0")}-${String(roll(14)).padStart(2, "0")}-${String(roll(33)).padStart(2, "0")}`,
    () =>
      pick([
        "infinity",
        "-infinity",
        "epoch",
        "now",
        "today",
        "0000-00-00",
        "0044-03-15 BC",
        "294277-01-01",
        "24:00",
      ]),
    () => `2024-03-31T0${roll(4)}:30:00.${"9".repeat(roll(9))}Z`,
    () => `2016-12-31T23:59:60Z`,
  ])();

const KINDS: readonly (readonly [column: string, type: FieldType, count: number, make: () => Value])[] = [
  ["text", "text", 3_500, nastyText],
  ["varchar(5)", "text", 500, nastyText],
  ["jsonb", "json", 1_500, nastyJson],
  ["json", "json", 500, nastyJson],
  ["text[]", "multi-select", 1_500, () => [...new Set([nastyText(), nastyText(), nastyText()])].sort()],
  ["numeric", "number", 1_000, nastyNumber],
  ["double precision", "number", 500, nastyNumber],
  ["bigint", "integer", 500, nastyNumber],
  ["date", "date", 250, nastyMoment],
  ["timestamptz", "datetime", 250, nastyMoment],
];

function sideOf(table: string, type: FieldType): SideConnector {
  return customer.connector.side({
    address: { schema: "public", table },
    mapped: [
      { field: { id: "code", name: "Code", type: "text" }, sideField: "1", writable: true },
      { field: { id: "cell", name: "Cell", type }, sideField: "2", writable: true },
    ],
    key: ["code"],
  });
}

async function allCells(side: SideConnector): Promise<Map<string, Value | undefined>> {
  const cells = new Map<string, Value | undefined>();
  for (let cursor: string | null = null; ; ) {
    const page = await side.read(cursor);
    for (const record of page.records) cells.set(String(record.cells.code), record.cells.cell);
    if (page.next === null) return cells;
    cursor = page.next;
  }
}

describe("ten thousand nasty values", () => {
  it("are ten thousand", () => {
    expect(KINDS.reduce((sum, [, , count]) => sum + count, 0)).toBe(10_000);
  });

  it.each(KINDS)(
    "in %s as %s (%i) stand as said, or are refused by name",
    async (column, type, count, make) => {
      const table = `v_${KINDS.findIndex(([one, other]) => one === column && other === type)}`;
      await customer.person.query(`create table ${table} (code text primary key, cell ${column})`);
      const side = sideOf(table, type);
      await side.shape();
      const values = Array.from({ length: count }, make);
      const held = new Map<string, Value>();
      for (let from = 0; from < count; from += AT_ONCE) {
        const part = values.slice(from, from + AT_ONCE);
        const operations = part.map((cell, at): WriteOperation => {
          const code = String(from + at);
          return { op: "create", id: code, cells: { code, cell } };
        });
        const report = await side.write(operations, LATER);
        expect(report.stopped).toBeNull();
        for (const [at, cell] of part.entries()) {
          const projection = side.project("cell", cell);
          const answer = report.written[at];
          const about = JSON.stringify([cell, projection, answer]);
          if (answer?.outcome === "done" && projection.ok) held.set(String(from + at), projection.value);
          else
            expect(answer, about).toMatchObject({ outcome: "refused", reason: expect.stringMatching(/\w/) });
          expect(answer?.outcome === "done", about).toBe(projection.ok);
        }
      }
      expect(await allCells(side)).toEqual(held);
      expect(held.size).toBeGreaterThan(0);
      expect(Reflect.get({}, "polluted")).toBeUndefined();
    },
  );

  it("name rows as well as they fill them", async () => {
    await customer.person.query("create table v_keys (code text primary key, cell text)");
    const side = sideOf("v_keys", "text");
    await side.shape();
    const keys = [...new Set(Array.from({ length: 600 }, nastyText))].filter(
      (key) => side.project("code", key).ok && key !== "",
    );
    const rows = keys.map((code): WriteOperation => ({ op: "create", id: code, cells: { code, cell: "a" } }));
    expect(new Set((await side.write(rows, LATER)).written.map(({ outcome }) => outcome))).toEqual(
      new Set(["done"]),
    );
    const changes = keys.map((code): WriteOperation => {
      return {
        op: "update",
        id: code,
        locator: JSON.stringify([code]),
        cells: { cell: code },
        expect: { cell: "a" },
      };
    });
    expect(new Set((await side.write(changes, LATER)).written.map(({ outcome }) => outcome))).toEqual(
      new Set(["done"]),
    );
    expect(await allCells(side)).toEqual(new Map(keys.map((key) => [key, key])));
  });
});
