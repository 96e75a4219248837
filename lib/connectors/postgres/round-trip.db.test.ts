import pg from "pg";
import { expect, it } from "vitest";
import type { FieldType } from "@/lib/engine/value";
import type { WriteOperation } from "../connector";
import { customerDatabase } from "./customer-database.test-kit";

const customer = customerDatabase(async (person) => {
  await person.query(
    "create schema r; set search_path = r; select setseed(0.25); create type mood as enum ('ok', 'so, so')",
  );
});

const NUMBERS = "((random() - 0.5) * 10::numeric ^ (random() * 60 - 30)::int)";
const MOMENT = "(timestamptz '4000-01-01' + (random() - 0.5) * interval '14000 years')";

/** A value by chance in SQL, and values at the edges; those after the bar cannot be held, and are never guessed. */
const CASES: readonly (readonly [
  type: string,
  as: FieldType,
  chance: string,
  edges: string,
  unheld: string,
])[] = [
  [
    "text",
    "text",
    "md5(random()::text)",
    "'', ' ', E'\\r\\n', U&'\\0065\\0301', '👩‍👩‍👧', 'NULL', repeat('x', 1048576)",
    "repeat('x', 1048577)",
  ],
  ["varchar(5)", "text", "left(md5(random()::text), 5)", "'', ' a ', '👩‍👩‍👧'", ""],
  ["char(5)", "text", "left(md5(random()::text), 3)", "'', ' a'", ""],
  ["uuid", "text", "gen_random_uuid()", "'00000000-0000-0000-0000-000000000000'", ""],
  ["smallint", "integer", "((random() - 0.5) * 65000)::int2", "-32768, 32767", ""],
  [
    "bigint",
    "integer",
    "((random() - 0.5) * 1e19)::int8 / 2",
    "-9223372036854775808, 9223372036854775807, 9007199254740993",
    "",
  ],
  [
    "numeric",
    "number",
    NUMBERS,
    "0, 9007199254740993, 1e300, 1e-300, 123456789012345678901234567890.123456789, 1.500",
    "'NaN', 'Infinity', '-Infinity'",
  ],
  [
    "numeric",
    "integer",
    "(random() * 1e30::numeric)::numeric(40,0)",
    "9007199254740993, 1e40, 5.000",
    "1.5, 'NaN'",
  ],
  ["numeric(12,4)", "number", "(random() - 0.5) * 1e8", "99999999.9999, 0.0001", "'NaN'"],
  [
    "real",
    "number",
    `${NUMBERS}::float4`,
    "'3.4028235e38', '1e-45', '-0', 16777217",
    "'NaN', 'Infinity', '-Infinity'",
  ],
  [
    "double precision",
    "number",
    `${NUMBERS}::float8`,
    "'1.7976931348623157e308', '5e-324', '-0', 9007199254740993",
    "'NaN', 'Infinity'",
  ],
  ["boolean", "boolean", "random() < 0.5", "true, false", ""],
  [
    "date",
    "date",
    `${MOMENT}::date`,
    "'0001-01-01', '9999-12-31', '2024-02-29'",
    "'infinity', '-infinity', '0001-12-31 BC', '10000-01-01'",
  ],
  [
    "timestamptz",
    "datetime",
    MOMENT,
    "'0001-01-01Z', '9999-12-31 23:59:59.999999Z', '1969-12-31 23:59:59.000001Z'",
    "'infinity', '-infinity', '4713-01-01 BC', '10000-01-01'",
  ],
  [
    "timestamp(3)",
    "local-datetime",
    `${MOMENT}::timestamp`,
    "'0001-01-01', '9999-12-31 23:59:59.999'",
    "'infinity', '0044-03-15 BC'",
  ],
  ["mood", "select", "(array['ok', 'so, so'])[1 + (random() < 0.5)::int]::mood", "'ok'", ""],
  [
    "jsonb",
    "json",
    "jsonb_build_object('a', random()::numeric(6,3), md5(random()::text), array[1, 2])",
    `'null', '""', '[1.0, 1e2, -0.0]', '{"__proto__": 1, "é": "\\\\u0001"}'`,
    "'12345678901234567890', '[1e400]', '0.1234567890123456789'",
  ],
  [
    "text[]",
    "multi-select",
    "array[md5(random()::text), 'a']",
    "'{}', '{\"a b\",c}', '{NULL1,\"null\"}'",
    "'{a,a}', '{null}', '{{a}}', '[0:0]={a}'",
  ],
  [
    "text[]",
    "json",
    "array[md5(random()::text), 'a', null, 'a']",
    "'{}', '{b,a,b}', '{null}', '{\"\"}'",
    "'[0:0]={a}'",
  ],
];

/** An array of arrays is one array: these are written as their texts. */
const NESTED: ReadonlySet<string> = new Set(["text[]"]);

it.each(CASES)(
  "%s as %s: what is read is written back as it was, or is told to be unreadable",
  async (type, as, chance, edges, unheld) => {
    const [from, to] = [`from_${as}`, `to_${as}`].map((name) => pg.escapeIdentifier(`${name} ${type}`)) as [
      string,
      string,
    ];
    for (const name of [from, to])
      await customer.person.query(`create table ${name} (code text primary key, cell ${type})`);
    await customer.person.query(
      `insert into ${from} select 'c' || n, ${chance} from generate_series(1, 200) n`,
    );
    for (const [mark, values] of [
      ["e", edges],
      ["u", unheld],
    ] as const) {
      if (values === "") continue;
      const members = `array[${values}]${NESTED.has(type) ? "::text[]" : `::${type}[]`}`;
      await customer.person.query(
        `insert into ${from} select '${mark}' || n, v::${type} from unnest(${members}) with ordinality x(v, n)`,
      );
    }
    await customer.person.query(`insert into ${from} values ('n', null)`);
    const side = (table: string) =>
      customer.connector.side({
        address: { schema: "r", table: `${table}_${as} ${type}` },
        mapped: [
          { field: { id: "code", name: "Code", type: "text" }, sideField: "1", writable: true },
          { field: { id: "cell", name: "Cell", type: as }, sideField: "2", writable: true },
        ],
        key: ["code"],
      });
    const { records } = await side("from").read(null);
    const known = records.filter(({ cells }) => "cell" in cells);
    for (const { cells, unknown } of records) {
      if (String(cells.code).startsWith("u")) expect(unknown.cell, String(cells.code)).toMatch(/./);
      if (String(cells.code).startsWith("e")) expect(unknown, String(cells.code)).toEqual({});
    }
    const operations = known.map(
      ({ cells }, at): WriteOperation => ({ op: "create", id: String(at), cells }),
    );
    const report = await side("to").write(operations, Number.MAX_SAFE_INTEGER);
    expect(report.written.map((each) => (each.outcome === "done" ? each.record?.cells : each))).toEqual(
      known.map(({ cells }) => cells),
    );
    const { rows } = await customer.person.query(
      `select count(*)::int n, count(*) filter (where a.cell is distinct from b.cell)::int other from ${from} a join ${to} b using (code)`,
    );
    expect(rows[0].n).toBe(known.length);
    // Of an array an empty one and none are one value, and a set has no order.
    if (as !== "multi-select") expect(rows[0].other).toBe(0);
  },
);
