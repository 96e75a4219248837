import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldType, Value } from "@/lib/engine/value";
import type { SideConnector, WriteOperation } from "../connector";
import { customerDatabase } from "./customer-database.test-kit";

/** A day or clock that canonical form can hold, with edges more often than chance would. */
const dates = fc.oneof(
  fc.constantFrom(
    "0001-01-01",
    "9999-12-31",
    "2000-01-01",
    "1999-12-31",
    "2024-02-29",
    "2023-02-29",
    "0000-01-01",
  ),
  fc
    .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10)),
);
const clocks = fc
  .tuple(
    dates,
    fc.integer({ min: 0, max: 86_399 }),
    fc.constantFrom("", ".5", ".05", ".123456", ".999999", ".9995", ".0005", ".000001"),
  )
  .map(
    ([date, second, fraction]) =>
      `${date}T${new Date(second * 1_000).toISOString().slice(11, 19)}${fraction}`,
  )
  .chain((clock) => fc.constantFrom(clock, clock));
const numbers = fc.oneof(
  fc.constantFrom(
    "0",
    "0.5",
    "-0.5",
    "0.005",
    "-0.005",
    "9999.99",
    "9999.995",
    "-9999.994",
    "32767",
    "32768",
    "-32769",
    "4.5",
    "45",
    "55",
    "994",
    "995",
    "0.00012",
    "0.00999",
    "0.0099949",
    "0.009995",
  ),
  fc
    .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.integer({ min: 0, max: 25 }))
    .map(([minus, digits, scale]) => {
      const text = digits.toString().padStart(scale + 1, "0");
      const whole = scale === 0 ? text : text.slice(0, -scale);
      const fraction = scale === 0 ? "" : text.slice(-scale).replace(/0+$/, "");
      const body = fraction === "" ? whole : `${whole}.${fraction}`;
      return minus && body !== "0" ? `-${body}` : body;
    }),
);
const integers = fc.oneof(
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
  fc.constantFrom("32767", "-32768", "32768", "2147483647", "2147483648", "-2147483649"),
);
const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.constantFrom(
    "",
    " ",
    "a  ",
    "abcdef",
    "abcd  ",
    "👍🏽",
    "\u0000",
    "\ud800",
    "NULL",
    "{}",
    '"',
    "\\",
    "a,b",
  ),
);
const json = fc.oneof(
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '"\\u0000"',
    '"\\ud800"',
    '"\\\\u0000"',
    "12345678901234567890",
    "1e400",
    "[1.0,1e2]",
    "{",
    "",
  ),
);
const lists = (member: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.array(fc.option(member), { maxLength: 4 }).map((each) => JSON.stringify(each)),
    fc.constantFrom(
      '["b","a","b"]',
      "[]",
      "[null]",
      '["NULL",null,"{}"]',
      "[1]",
      '[["a"]]',
      "{}",
      "null",
      "[",
    ),
  );
const sets = (member: fc.Arbitrary<string>) =>
  fc.uniqueArray(member, { maxLength: 4 }).map((each) => [...each].sort());

interface Case {
  readonly column: string;
  readonly type: FieldType;
  readonly values: fc.Arbitrary<Value>;
}

const CASES: readonly Case[] = [
  { column: "text", type: "text", values: texts },
  { column: "text", type: "select", values: texts },
  { column: "varchar(5)", type: "text", values: texts },
  { column: "char(4)", type: "text", values: texts },
  { column: "short_name", type: "text", values: texts },
  {
    column: "uuid",
    type: "text",
    values: fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase()),
      texts,
    ),
  },
  { column: "smallint", type: "integer", values: integers },
  { column: "integer", type: "integer", values: integers },
  { column: "bigint", type: "integer", values: integers },
  { column: "bigint", type: "number", values: numbers },
  { column: "numeric", type: "number", values: numbers },
  { column: "numeric", type: "integer", values: fc.oneof(integers, numbers) },
  { column: "numeric(6,2)", type: "number", values: numbers },
  { column: "numeric(3,-1)", type: "number", values: numbers },
  { column: "numeric(2,4)", type: "number", values: numbers },
  { column: "price", type: "number", values: numbers },
  { column: "real", type: "number", values: numbers },
  { column: "double precision", type: "number", values: numbers },
  { column: "boolean", type: "boolean", values: fc.oneof(fc.boolean(), fc.constant("true")) },
  { column: "date", type: "date", values: dates },
  { column: "timestamptz", type: "datetime", values: clocks.map((clock) => `${clock}Z`) },
  { column: "timestamptz(0)", type: "datetime", values: clocks.map((clock) => `${clock}Z`) },
  { column: "timestamptz(3)", type: "datetime", values: clocks.map((clock) => `${clock}Z`) },
  { column: "timestamp", type: "local-datetime", values: clocks },
  { column: "timestamp(0)", type: "local-datetime", values: clocks },
  { column: "timestamp(2)", type: "local-datetime", values: clocks },
  { column: "mood", type: "select", values: fc.constantFrom("ok", "so, so", "no such") },
  {
    column: "mood[]",
    type: "multi-select",
    values: sets(fc.constantFrom("ok", "so, so", 'qu"ote', "no such")),
  },
  { column: "text[]", type: "multi-select", values: sets(texts) },
  { column: "varchar(3)[]", type: "multi-select", values: sets(texts) },
  { column: "text[]", type: "json", values: lists(texts) },
  { column: "varchar(3)[]", type: "json", values: lists(texts) },
  { column: "text[] not null", type: "json", values: lists(texts) },
  { column: "mood[]", type: "json", values: lists(fc.constantFrom("ok", "so, so", 'qu"ote', "no such")) },
  { column: "text[] not null", type: "multi-select", values: sets(texts) },
  { column: "text not null default 'x'", type: "text", values: texts },
  { column: "json", type: "json", values: json },
  { column: "jsonb", type: "json", values: json },
  {
    column: "text references targets",
    type: "relation",
    values: fc.constantFrom<Value>(["t1"], ["t2"], ["t1", "t2"], []),
  },
];

const customer = customerDatabase(async (person) => {
  await person.query(`
    create schema c; set search_path = c;
    create type mood as enum ('ok', 'so, so', 'qu"ote');
    create domain short_name as varchar(3) not null;
    create domain price as numeric(5,1) check (value >= 0);
    create table targets (code text primary key);
    insert into targets values ('t1'), ('t2');`);
});

async function sideOf(table: string, type: FieldType): Promise<SideConnector> {
  const side = customer.connector.side({
    address: { schema: "c", table },
    mapped: [
      { field: { id: "code", name: "Code", type: "text" }, sideField: "1", writable: true },
      { field: { id: "cell", name: "Cell", type }, sideField: "2", writable: true },
    ],
    key: ["code"],
  });
  await side.shape();
  return side;
}

describe("codec against the server", () => {
  it.each(CASES)("$column as $type holds what project says", async ({ column, type, values }) => {
    const table = `t_${CASES.findIndex((each) => each.column === column && each.type === type)}`;
    await customer.person.query(`create table ${table} (code text primary key, cell ${column})`);
    const side = await sideOf(table, type);
    const cells: Value[] = [null, ...fc.sample(values, { numRuns: 300, seed: 7 })];
    const operations = cells.map((cell, at): WriteOperation => {
      return { op: "create", id: String(at), cells: { code: String(at), cell } };
    });
    const report = await side.write(operations, Number.MAX_SAFE_INTEGER);
    expect(report.stopped).toBeNull();
    let taken = 0;
    for (const [at, cell] of cells.entries()) {
      const [projection, answer] = [side.project("cell", cell), report.written[at]];
      const about = JSON.stringify([cell, projection, answer]);
      // A check of the table is the one thing that only the server can know.
      const checked = column === "price" && projection.ok && String(projection.value).startsWith("-");
      if (!projection.ok || checked) {
        const refusal = checked ? { reason: "check" } : { field: "cell" };
        expect(answer, about).toMatchObject({ outcome: "refused", ...refusal });
        continue;
      }
      taken += 1;
      expect(answer?.outcome, about).toBe("done");
      const held = answer?.outcome === "done" ? answer.record?.cells.cell : undefined;
      expect(held, about).toEqual(projection.value);
      expect(side.project("cell", projection.value)).toEqual(projection);
    }
    expect(taken).toBeGreaterThan(0);
  });

  it.each([
    ["numeric", "number", "'NaN'"],
    ["numeric", "integer", "1.5"],
    ["double precision", "number", "'-Infinity'"],
    ["date", "date", "'infinity'"],
    ["date", "date", "'0044-03-15 BC'"],
    ["date", "date", "'10000-01-01'"],
    ["timestamptz", "datetime", "'infinity'"],
    ["timestamp", "local-datetime", "'0044-03-15 BC'"],
    ["text[]", "multi-select", "array[null, 'a']"],
    ["text[]", "multi-select", "array[array['a'], array['b']]"],
    ["text[]", "multi-select", "array['b', 'a', 'b']"],
    ["text[]", "multi-select", "'[0:1]={a,b}'"],
    ["text[]", "json", "'[0:1]={a,b}'"],
    ["text[]", "json", "'[1:1][5:6]={{a,b}}'"],
    ["jsonb", "json", "'[12345678901234567890]'"],
    ["text", "text", "repeat('x', 1048577)"],
    ["jsonb", "json", "to_jsonb(repeat('x', 1048577))"],
  ] as const)("does not guess: %s as %s holding %s is unknown", async (column, type, sql) => {
    const table = `u_${Math.abs([...`${column}${type}${sql}`].reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) | 0, 7))}`;
    await customer.person.query(`create table ${table} (code text primary key, cell ${column})`);
    await customer.person.query(`insert into ${table} values ('a', ${sql})`);
    const side = await sideOf(table, type);
    const page = await side.read(null);
    expect(page.records[0]?.cells).toEqual({ code: "a" });
    expect(page.records[0]?.unknown.cell).toMatch(/./);
    const [answer] = (
      await side.write(
        [{ op: "update", id: "u", locator: '["a"]', cells: { cell: null }, expect: { cell: null } }],
        Number.MAX_SAFE_INTEGER,
      )
    ).written;
    expect(answer?.outcome).toBe("stale");
  });
});
