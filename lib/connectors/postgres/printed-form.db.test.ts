import fc from "fast-check";
import pg from "pg";
import { describe, expect, it } from "vitest";
import type { SideConnector, WriteOperation } from "../connector";
import { customerDatabase } from "./customer-database.test-kit";

const customer = customerDatabase(async (person) => {
  await person.query("create schema p; set search_path = p; select setseed(0.5)");
  // What the customer's database prints in by itself must not matter.
  await person.query(`alter database ${person.database} set intervalstyle = 'iso_8601'`);
  await person.query(`alter database ${person.database} set bytea_output = 'escape'`);
});

async function sideOf(table: string): Promise<SideConnector> {
  const side = customer.connector.side({
    address: { schema: "p", table },
    mapped: [
      { field: { id: "code", name: "Code", type: "text" }, sideField: "1", writable: true },
      { field: { id: "cell", name: "Cell", type: "text" }, sideField: "2", writable: true },
    ],
    key: ["code"],
  });
  await side.shape();
  return side;
}

/** SQL of one value by chance, and texts that a person could write. */
const CASES: Readonly<Record<string, readonly [sql: string, texts: readonly string[]]>> = {
  time: [
    "time '00:00' + random() * interval '1 day'",
    ["24:00:00", "7:00", "07:00:00.50", "23:59:60", "07:00:00.5"],
  ],
  "time(2)": ["time '00:00' + random() * interval '1 day'", ["10:00:00.123", "10:00:00.12"]],
  timetz: [
    "((time '00:00' + random() * interval '1 day')::text || (array['+00', '-08', '+05:30', '-00:30', '+15:59:59'])[1 + random() * 4])::timetz",
    ["10:00:00", "10:00:00Z", "10:00:00-00", "10:00:00+00:00", "10:00:00+16", "24:00:00+02"],
  ],
  interval: [
    "make_interval((random() * 40 - 20)::int, (random() * 4 - 2)::int, 0, (random() * 8 - 4)::int, (random() * 400 - 200)::int, 0, random() * 90 - 45)",
    [
      "1 day",
      "-1 days +02:00:00",
      "-1 days 02:00:00",
      "1 days",
      "P1D",
      "1 hour",
      "12 mons",
      "00:00:00",
      "",
      "infinity",
    ],
  ],
  bytea: ["decode(md5(random()::text), 'hex')", ["\\x", "\\x0", "\\xFF", "text", "\\x00ff"]],
  inet: [
    "(array['1.2.3.4', '10.0.0.1/8', '::1', '2001:db8::1', '2001:db8:0:1::/64', 'fe80::1', '::ffff:1.2.3.4', '::', '1:0:0:2::3'])[1 + random() * 8]::inet",
    [
      "1.2.3.4/32",
      "01.2.3.4",
      "2001:DB8::1",
      "2001:db8:0:0:0:0:0:1",
      "1.2.3",
      "2001:db8::/128",
      "2001:db8::/0",
    ],
  ],
  cidr: [
    "network((array['1.2.3.4', '10.0.0.1/8', '2001:db8::1/33', 'fe80::1', '::/0', '0.0.0.0/0'])[1 + random() * 5]::inet)",
    ["10.0.0.1/8", "10.0.0.0", "10.0.0.0/8", "2001:db8::1/64", "2001:db8::/32"],
  ],
  macaddr: ["(left(md5(random()::text), 12))::macaddr", ["08-00-2b-01-02-03", "08:00:2B:01:02:03"]],
  macaddr8: ["(left(md5(random()::text), 16))::macaddr8", ["08:00:2b:01:02:03"]],
  point: [
    "point(random() * 10 ^ (random() * 40 - 20), -random())",
    [
      "(1,2)",
      "(1, 2)",
      "1,2",
      "(-0,0)",
      "(1e3,1)",
      "(0.1,100000000000000)",
      "(1000000000000000,0.00001)",
      "(NaN,1)",
    ],
  ],
  int4range: [
    "int4range((random() * 9)::int, (9 + random() * 9)::int, (array['[]', '()', '[)', '(]'])[1 + random() * 3])",
    ["empty", "[1,5]", "(,)", "(,5)", "[5,)", "[5,5)", "[5,1)", "[1,2147483648)", "[-0,1)"],
  ],
  int8range: ["int8range((random() * 9)::int, null)", ["[9223372036854775807,)", "[9223372036854775808,)"]],
  numrange: [
    "numrange((random() * 9)::numeric, (9 + random() * 9)::numeric, (array['[]', '()', '[)', '(]'])[1 + random() * 3])",
    ["[1.0,1]", "[1.0,1)", "[-0.0,1]", "(,)", "[,1]", "[2,10]", "[01,2]", "empty", "(-1.5,-1.4)"],
  ],
  daterange: [
    "daterange(date '2026-01-01' + (random() * 9)::int, date '2026-02-01', '[]')",
    ["[2026-02-29,2026-03-01)", "[2026-01-01,2026-01-01]", "[2026-01-01,)", "[infinity,)"],
  ],
  "bit(3)": ["(random() * 7)::int::bit(3)", ["101", "10", "1011", "012"]],
  "varbit(3)": ["((random() * 7)::int::bit(3))::varbit", ["", "1", "1011"]],
  oid: ["(random() * 4294967295)::bigint::oid", ["4294967295", "4294967296", "-1", "01"]],
  xml: [
    "('<a b=\"' || random() || '\">&lt; &amp;</a>')::xml",
    ["", "text", "<a/>", "<a>", '<?xml version="1.0"?><a/>', "<a>\r\n</a>"],
  ],
};

describe("a type whose values are texts as the server prints them", () => {
  it.each(Object.entries(CASES))("%s", async (type, [sql, texts]) => {
    const table = pg.escapeIdentifier(type);
    await customer.person.query(`create table ${table} (code text primary key, cell ${type})`);
    await customer.person.query(`insert into ${table} select n::text, ${sql} from generate_series(1, 300) n`);
    const side = await sideOf(type);
    const { records } = await side.read(null);
    const mutants = fc.sample(
      fc
        .tuple(fc.constantFrom(...records), fc.nat(), fc.constantFrom("", "0", "-", "1", ":", "9", " "))
        .map(([{ cells }, at, put]) => {
          const text = String(cells.cell);
          const place = at % (text.length + 1);
          return text.slice(0, place) + put + text.slice(place + 1);
        }),
      { numRuns: 300, seed: 7 },
    );
    const tried = [...records.map(({ cells }) => String(cells.cell)), ...texts, ...mutants];
    const operations = tried.map((cell, at): WriteOperation => {
      const code = `w${records[at]?.cells.code ?? `x${at}`}`;
      return { op: "create", id: String(at), cells: { code, cell } };
    });
    const { written, stopped } = await side.write(operations, Number.MAX_SAFE_INTEGER);
    expect(stopped).toBeNull();
    let taken = 0;
    for (const [at, cell] of tried.entries()) {
      const [projection, answer] = [side.project("cell", cell), written[at]];
      const about = JSON.stringify([cell, projection, answer]);
      if (!projection.ok) expect(answer, about).toMatchObject({ outcome: "refused", field: "cell" });
      // Whether XML is well-formed only the server can know.
      else if (type === "xml" && answer?.outcome === "refused") expect(answer.reason).toBe("form");
      else {
        expect(answer, about).toMatchObject({
          outcome: "done",
          record: { cells: { cell: projection.value } },
        });
        if (at < records.length) taken += 1;
      }
    }
    // Nearly all that the server prints may be written back.
    expect(taken).toBeGreaterThan(records.length * (type === "point" ? 0.3 : 0.6));
    const { rows } = await customer.person.query(
      `select count(*)::int n from ${table} a join ${table} b on b.code = 'w' || a.code
        where a.cell::text <> b.cell::text`,
    );
    expect(rows[0].n).toBe(0);
  });
});

/** Shown as text with a reason, and not written. */
const READ_ONLY =
  "aclitem box char cid circle datemultirange gtsvector int4multirange int8multirange jsonpath line lseg money " +
  "name nummultirange path pg_brin_bloom_summary pg_brin_minmax_multi_summary pg_dependencies pg_lsn " +
  "pg_mcv_list pg_ndistinct pg_node_tree pg_snapshot polygon refcursor regclass regcollation regconfig " +
  "regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype tid tsmultirange tsquery tsrange " +
  "tstzmultirange tstzrange tsvector txid_snapshot xid xid8";

describe("every type of a fresh server", () => {
  it("is written, or says why not", async () => {
    const { rows } = await customer.person.query(
      `select typname name, format_type(oid, null) native from pg_type
        where typnamespace = 'pg_catalog'::regnamespace and typtype in ('b', 'r', 'm') and typcategory <> 'A' order by 1`,
    );
    const columns = rows.map(({ native }, at) => `c${at} ${native === "bit" ? '"bit"' : native}`);
    await customer.person.query(`create table every (${columns.join(", ")})`);
    const look = customer.connector.side({ address: { schema: "p", table: "every" }, mapped: [], key: [] });
    const { fields } = await look.shape();
    const readOnly = rows.flatMap(({ name }, at) => {
      const field = fields[at];
      expect(field?.type, name).not.toBeNull();
      expect(field?.writable === (field?.readOnlyReason === null), name).toBe(true);
      return field?.writable ? [] : [name];
    });
    expect(readOnly.join(" ")).toBe(READ_ONLY);
    expect(fields[rows.findIndex(({ name }) => name === "money")]?.readOnlyReason).toMatch(
      /language settings/,
    );
  });
});
