import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import type { Cells, FieldType } from "@/lib/engine/value";
import type { Connector, SideConnector, WriteOperation } from "../connector";
import { openPostgres } from "./connector";
import { localSocket } from "./contract-place.test-kit";
import { customerDatabase } from "./customer-database.test-kit";

const customer = customerDatabase();

beforeEach(async () => {
  await customer.person.query("drop schema if exists u cascade; create schema u; set search_path = u");
});

interface Place {
  readonly schema?: string;
  readonly table?: string;
  readonly key?: readonly string[];
  readonly by?: Connector;
}

/** Columns in the table's order. */
function sideOf(
  columns: Readonly<Record<string, FieldType>>,
  { schema = "u", table = "rows", key = ["code"], by = customer.connector }: Place = {},
): SideConnector {
  const mapped = Object.entries(columns).map(([id, type], at) => {
    return { field: { id, name: id, type }, sideField: String(at + 1), writable: true };
  });
  return by.side({ address: { schema, table }, mapped, key });
}

const TWO = { code: "text", name: "text" } as const;
const create = (cells: Cells): WriteOperation => ({ op: "create", id: "c", cells });
const update = (key: readonly string[], cells: Cells, expected: Cells): WriteOperation => {
  return { op: "update", id: "u", locator: JSON.stringify(key), cells, expect: expected };
};
const remove = (...key: string[]): WriteOperation => {
  return { op: "delete", id: "d", locator: JSON.stringify(key), expect: {} };
};

async function outcomes(side: SideConnector, operations: readonly WriteOperation[]) {
  const { written, stopped } = await side.write(operations, Number.MAX_SAFE_INTEGER);
  expect(stopped).toBeNull();
  return written.map((each) => (each.outcome === "refused" ? each.reason : each.outcome));
}

const cellsOf = async (side: SideConnector) => (await side.read(null)).records.map(({ cells }) => cells);

/** What each side of this kind must do: make, change and remove a row, and tell the changes. */
async function works(side: SideConnector): Promise<void> {
  expect((await side.shape()).problems).toEqual([]);
  expect(await outcomes(side, [create({ code: "a", name: "A" }), create({ code: "b", name: "B" })])).toEqual([
    "done",
    "done",
  ]);
  const { mark } = await side.read(null);
  expect(await outcomes(side, [update(["a"], { name: "AA" }, { name: "A" }), remove("b")])).toEqual([
    "done",
    "done",
  ]);
  expect(await cellsOf(side)).toEqual([{ code: "a", name: "AA" }]);
  const changed = await side.changes?.(mark ?? "", null);
  expect(changed?.end?.kind).toBe("known");
  expect(changed?.records.map(({ cells }) => cells)).toContainEqual({ code: "a", name: "AA" });
}

describe("a table of an unusual make", () => {
  it("may be in parts, between which an update moves a row", async () => {
    await customer.person.query(`create table rows (code text, region text, name text, primary key (code, region)) partition by list (region);
      create table north partition of rows for values in ('n'); create table south partition of rows for values in ('s')`);
    const columns = { code: "text", region: "text", name: "text" } as const;
    const side = sideOf(columns, { key: ["code", "region"] });
    expect((await side.shape()).problems).toEqual([]);
    expect(
      await outcomes(side, [
        create({ code: "a", region: "n", name: "A" }),
        create({ code: "b", region: "w", name: "B" }),
      ]),
    ).toEqual(["done", "check"]);
    const { mark } = await side.read(null);
    const report = await side.write(
      [update(["a", "n"], { region: "s" }, { region: "n" })],
      Number.MAX_SAFE_INTEGER,
    );
    expect(report.written).toMatchObject([{ outcome: "done", record: { locator: '["a","s"]' } }]);
    expect((await customer.person.query("select code from south")).rows).toEqual([{ code: "a" }]);
    const changed = await side.changes?.(mark ?? "", null);
    expect(changed?.records.map(({ locator }) => locator)).toEqual(['["a","s"]']);
  });

  it("may be one of its parts", async () => {
    await customer.person.query(`create table all_rows (code text primary key, name text) partition by hash (code);
      create table rows partition of all_rows for values with (modulus 1, remainder 0)`);
    await works(sideOf(TWO));
  });

  it("may inherit, though what others inherit from is no side", async () => {
    await customer.person.query(`create table parent (code text not null, name text);
      create table rows (primary key (code)) inherits (parent)`);
    await works(sideOf(TWO));
    await customer.person.query("alter table parent add primary key (code)");
    const { problems } = await sideOf(TWO, { table: "parent" }).shape();
    expect(problems.map(({ code }) => code)).toEqual(["inheritance"]);
  });

  it("may be unlogged", async () => {
    await customer.person.query("create unlogged table rows (code text primary key, name text)");
    await works(sideOf(TWO));
  });

  it("may be another server's", async () => {
    const url = new URL(customer.database.adminUrl);
    const text = pg.escapeLiteral;
    await customer.person.query(`create extension if not exists postgres_fdw with schema public;
      create server there foreign data wrapper postgres_fdw
        options (host ${text(url.hostname)}, port ${text(url.port)}, dbname ${text(url.pathname.slice(1))});
      create user mapping for current_user server there
        options (user ${text(url.username)}, password ${text(decodeURIComponent(url.password))});
      create table base (code text primary key, name text);
      create foreign table rows (code text, name text) server there options (schema_name 'u', table_name 'base')`);
    try {
      await works(sideOf(TWO));
      expect((await customer.person.query("select * from base")).rows).toEqual([{ code: "a", name: "AA" }]);
    } finally {
      await customer.person.query("drop server there cascade");
    }
  });

  it("may have a key of an enum and a domain", async () => {
    await customer.person.query(`create type "mo od" as enum ('so, so', 'ok'); create domain digits as text check (value ~ '^[0-9]+$');
      create domain nice as "mo od"; create table rows (code digits, mood nice, name text, primary key (code, mood))`);
    const side = sideOf({ code: "text", mood: "select", name: "text" }, { key: ["code", "mood"] });
    expect((await side.shape()).problems).toEqual([]);
    const operations = [
      create({ code: "10", mood: "ok", name: "A" }),
      create({ code: "9", mood: "ok", name: "B" }),
      create({ code: "9", mood: "so, so", name: "C" }),
      create({ code: "x", mood: "ok", name: "D" }),
      create({ code: "1", mood: "bad", name: "E" }),
    ];
    expect(await outcomes(side, operations)).toEqual(["done", "done", "done", "check", "option"]);
    expect((await cellsOf(side)).map(({ name }) => name)).toEqual(["A", "C", "B"]);
    expect(
      await outcomes(side, [remove("9", "so, so"), update(["9", "ok"], { mood: "so, so" }, {})]),
    ).toEqual(["done", "done"]);
    expect((await side.find(['["9","so, so"]', '["9","ok"]'])).found.map(({ state }) => state)).toEqual([
      "present",
      "absent",
    ]);
  });

  it.each(['a"b', "a.b", "a\nb", "a\\b", "👩‍👩‍👧", `${"é".repeat(31)}x`, " ", "a'b"])(
    "may be called %j, and all in it",
    async (name) => {
      const id = pg.escapeIdentifier(name);
      await customer.person.query(`drop schema if exists ${id} cascade; create schema ${id};
      create type u.${id} as enum (${pg.escapeLiteral(name)}, 'B', 'BB');
      create table ${id}.${id} (${id} text primary key, mood u.${id})`);
      try {
        const side = sideOf({ code: "text", name: "select" }, { schema: name, table: name });
        expect(await outcomes(side, [create({ code: "a", name })])).toEqual(["done"]);
        expect(await outcomes(side, [update(["a"], { name: "BB" }, { name })])).toEqual(["done"]);
        expect(await cellsOf(side)).toEqual([{ code: "a", name: "BB" }]);
        const found = (await customer.connector.locations(name)).map(({ address }) => address);
        expect(found).toContainEqual({ schema: name, table: name });
      } finally {
        await customer.person.query(`drop schema ${id} cascade`);
      }
    },
  );
});

describe("a value that is kept out of its row", () => {
  it("comes whole up to 1 MB, and beyond is unknown and left alone", async () => {
    await customer.person.query(`create table rows (code text primary key, name text, body text);
      insert into rows select 'big', 'B', string_agg(md5(n::text), '') from generate_series(1, 50000) n`);
    const side = sideOf({ ...TWO, body: "text" });
    const body = Array.from({ length: 131_072 }, (_, at) => String.fromCharCode(0x4e00 + (at % 20_000)))
      .join("")
      .slice(0, 349_000);
    expect(await outcomes(side, [create({ code: "fits", name: "F", body })])).toEqual(["done"]);
    const { records } = await side.read(null);
    expect(records[1]?.cells.body).toBe(body);
    expect(records[0]).toMatchObject({
      cells: { code: "big", name: "B" },
      unknown: { body: "The value is longer than 1 MB." },
    });
    expect(await outcomes(side, [update(["big"], { name: "BB" }, { name: "B" })])).toEqual(["done"]);
    expect(
      (await customer.person.query("select name, length(body) n from rows where code = 'big'")).rows,
    ).toEqual([{ name: "BB", n: 1_600_000 }]);
    expect(await outcomes(side, [create({ code: "wide", name: "W", body: "x".repeat(1_048_577) })])).toEqual([
      "too-long",
    ]);
  });
});

describe("a role that sees a part only", () => {
  it.each([
    [
      "by a policy",
      "alter table rows enable row level security; create policy partial on rows using (code = 'a')",
    ],
    ["for want of any policy", "alter table rows enable row level security"],
    [
      "as the owner whom policies bind",
      "alter table rows enable row level security, force row level security; alter table rows owner to u_reader",
    ],
  ])("is a problem and reads nothing: %s", async (_, sql) => {
    await customer.person.query(`drop role if exists u_reader; create role u_reader login password 'reader';
      grant usage, create on schema u to u_reader; create table rows (code text primary key, name text);
      insert into rows values ('a', 'A'), ('hidden', 'H');
      grant select, insert, update, delete on rows to u_reader; ${sql}`);
    const url = new URL(customer.database.adminUrl);
    [url.username, url.password] = ["u_reader", "reader"];
    const by = openPostgres({ url: url.href }, { openSocket: localSocket() });
    try {
      const side = sideOf(TWO, { by });
      expect((await side.shape()).problems.map(({ code }) => code)).toEqual(["row-security"]);
      const broken = { kind: "connection-broken" };
      await expect(side.read(null)).rejects.toMatchObject(broken);
      await expect(side.find(['["hidden"]'])).rejects.toMatchObject(broken);
      const report = await side.write([remove("a"), remove("hidden")], Number.MAX_SAFE_INTEGER);
      expect(report).toMatchObject({ written: [], stopped: broken });
      expect((await customer.person.query("select from rows")).rowCount).toBe(2);
    } finally {
      await by.close();
      await customer.person.query("drop owned by u_reader cascade; drop role u_reader");
    }
  });
});
