import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FieldType } from "@/lib/engine/value";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import { partitionOf } from "../partition";
import {
  type ChangesPlace,
  changesPlace,
  changesSince,
  Follower,
  type Mapping,
  truth,
} from "./changes-place.test-kit";
import { DatabaseClient } from "./client";
import { tableConfig, targetOf } from "./config";
import { localSocket } from "./contract-place.test-kit";
import { locatorText, partitionText, scan } from "./fingerprint";
import { introspect } from "./introspect";
import { Table } from "./table";

let database: TestDatabase;
let place: ChangesPlace;
let client: DatabaseClient;

beforeAll(async () => {
  database = await testDatabase();
  client = new DatabaseClient(targetOf({ url: database.adminUrl }), localSocket());
});

afterAll(async () => {
  await client.close();
  await database.drop();
});

beforeEach(async () => {
  place = await changesPlace(database, false);
});

afterEach(async () => {
  await place.dispose();
});

const sql = (text: string, values: unknown[] = []) => place.person.query(text, values);

function configOf(mapping: Mapping, key: readonly string[]) {
  const mapped = Object.entries(mapping).map(([id, [attnum, type]]) => {
    return { field: { id, name: id, type }, sideField: String(attnum), writable: true };
  });
  return tableConfig({ address: { schema: place.schema, table: "keys" }, mapped, key });
}

/** What SQL and what the connector make of each row's key: pairs of locators and of partitions. */
async function bothWays(mapping: Mapping, key: readonly string[]) {
  const config = configOf(mapping, key);
  const { value } = await client.transaction("read", async (session) => {
    const table = new Table(await introspect(session, config.table), config);
    table.requireKey();
    const text = `select ${table.output}, ${locatorText(table)}, (${partitionText(table)})::text from ${table.name} t`;
    const rows = await session.query(text);
    const { digests } = await scan(session, table);
    return rows.map((row) => {
      const { locator } = table.record(row);
      const [inSql, partition] = row.slice(table.outputWidth);
      expect(digests.count(partitionOf(locator))).toBeGreaterThan(0);
      return { locator, inSql, partitions: [partitionOf(locator), Number(partition)] };
    });
  });
  return value;
}

const KINDS: readonly (readonly [type: string, mapped: FieldType, values: string])[] = [
  [
    "text",
    "text",
    `select c from unnest(array['', ' ', 'plain', '"', '\\', '\\"', '/', '''', 'é', '日本', '😀', e'\\u2028', e'\\u00a0', 'a,b', '[]', 'null']) c
     union select 'x' || chr(n) from generate_series(1, 400) n union select chr(n) || 'y' from generate_series(55000, 55295) n`,
  ],
  ["varchar(20)", "text", `values ('a '), ('a'), ('Ä"')`],
  ["char(5)", "text", `values ('a'), ('a b'), (''), ('"\\')`],
  [
    "numeric",
    "number",
    `select c from unnest(array[0, 1, -1, 1.5, 1.50, 0.000001, 1000, -0.10, 1e30, 1e-30, 123456789012345678901234567890.1234567890, 'NaN', 'Infinity']::numeric[]) c group by c`,
  ],
  ["numeric(12, 4)", "number", "values (1.5), (2), (-3.0001), (0)"],
  ["bigint", "integer", "values (0), (-1), (9223372036854775807), (-9223372036854775808)"],
  ["smallint", "number", "values (0), (-1), (7)"],
  ["uuid", "text", "select gen_random_uuid() from generate_series(1, 20)"],
  ["boolean", "boolean", "values (true), (false)"],
  [
    "date",
    "date",
    "values (date '2024-02-29'), ('0001-01-01'), ('9999-12-31'), ('10000-01-01'), ('infinity'), ('-infinity'), ('0044-03-15 BC')",
  ],
  [
    "timestamptz",
    "datetime",
    "values (timestamptz '2024-02-29 12:00:00.123456+05:30'), ('2024-01-01 00:00:00Z'), ('2024-01-01 00:00:00.5Z'), ('0001-01-01 00:00:00Z'), ('9999-12-31 23:59:59.999999Z'), ('10000-01-01Z'), ('infinity'), ('-infinity'), ('0044-03-15 BC')",
  ],
  ["timestamptz(3)", "datetime", "values (timestamptz '2024-02-29 12:00:00.123456Z')"],
  [
    "timestamp",
    "local-datetime",
    "values (timestamp '2024-02-29 12:00:00.100'), ('0001-01-01'), ('9999-12-31 23:59:59.999999'), ('10000-01-01'), ('infinity'), ('-infinity'), ('0044-03-15 BC')",
  ],
  ["grade", "select", `values ('a b'::grade), ('c,"d"'), ('é\\')`],
  ["short", "text", "values ('a'), ('\\\"')"],
];

describe("the locator in SQL", () => {
  it.each(KINDS)("is the connector's, for keys of type %s", async (type, mapped, values) => {
    await sql(`create type grade as enum ('a b', 'c,"d"', 'é\\'); create domain short as varchar(10)`);
    await sql(`set timezone = 'UTC'; create table keys (k ${type} primary key); insert into keys ${values}`);
    const pairs = await bothWays({ k: [1, mapped] }, ["k"]);
    expect(pairs.length).toBeGreaterThan(0);
    for (const { locator, inSql, partitions } of pairs) {
      expect(inSql).toBe(locator);
      expect(partitions[1], locator).toBe(partitions[0]);
    }
  });

  it("is the connector's for keys of several columns, in the order of the mapping", async () => {
    await sql(`create table keys (a text, b numeric(6, 2), c timestamptz, v int, primary key (a, b, c));
      insert into keys select '"' || n, n * 0.5, timestamptz '2024-01-01Z' + n * interval '1 hour', n from generate_series(1, 50) n`);
    const mapping: Mapping = { v: [4, "integer"], c: [3, "datetime"], a: [1, "text"], b: [2, "number"] };
    for (const { locator, inSql, partitions } of await bothWays(mapping, ["c", "a", "b"])) {
      expect(inSql).toBe(locator);
      expect(partitions[1]).toBe(partitions[0]);
    }
  });

  it("is the connector's where the server keeps another encoding", async () => {
    const name = `latin_${place.schema.slice(2)}`;
    await sql(`create database ${name} encoding 'LATIN1' locale 'C' template template0`);
    const url = database.adminUrl.replace(/\/[^/?]+(\?|$)/, `/${name}$1`);
    const person = new pg.Client(url);
    const latin = new DatabaseClient(targetOf({ url }), localSocket());
    try {
      await person.connect();
      await person.query(
        "create table keys (k text primary key); insert into keys values ('é'), ('ß\"'), ('plain')",
      );
      const config = { ...configOf({ k: [1, "text"] }, ["k"]), table: { schema: "public", table: "keys" } };
      const { value } = await latin.transaction("read", async (session) => {
        const table = new Table(await introspect(session, config.table), config);
        return session.query(
          `select ${locatorText(table)}, (${partitionText(table)})::text from ${table.name} t`,
        );
      });
      expect(value.length).toBe(3);
      for (const [locator, partition] of value) expect(Number(partition)).toBe(partitionOf(locator ?? ""));
    } finally {
      await latin.close();
      await person.end();
      await sql(`drop database ${name} with (force)`);
    }
  });
});

describe("fingerprints", () => {
  const mapping: Mapping = { k: [1, "text"], a: [2, "text"], b: [3, "text"] };

  it.each([
    [
      "a value that moved to the next column",
      "update keys set a = null, b = 'x'",
      "update keys set a = 'x', b = null",
    ],
    ["null and the empty text", "update keys set a = null", "update keys set a = ''"],
    ["separators in values", "update keys set a = 'p', b = 'q,r'", "update keys set a = 'p,q', b = 'r'"],
    ["quotes in values", `update keys set a = '"', b = ''`, `update keys set a = '', b = '"'`],
    ["the text of a null", "update keys set a = null", "update keys set a = '()'"],
    [
      "two rows that trade their values",
      "update keys set a = k",
      "update keys set a = case k when '1' then '2' when '2' then '1' else k end",
    ],
    ["a blank at the end", "update keys set a = 'x'", "update keys set a = 'x '"],
  ])("tell apart %s", async (_, before, after) => {
    await sql(
      "create table keys (k text primary key, a text, b text); insert into keys select n from generate_series(1, 3) n",
    );
    await sql(before);
    const side = place.sideOf(mapping, ["k"], "keys");
    const follower = new Follower(side);
    await follower.readWhole();
    await sql(after);
    expect((await follower.follow()).records.length).toBeGreaterThan(0);
    expect(follower.content).toEqual(await truth(side));
  });

  it("read whole only the partitions that differ", async () => {
    await sql(
      "create table keys (k text primary key, a text, b text); insert into keys select n, n from generate_series(1, 20000) n",
    );
    const side = place.sideOf(mapping, ["k"], "keys");
    const follower = new Follower(side);
    await follower.readWhole();
    expect(follower.mark.length).toBeLessThan(64 * 1024);
    await sql("update keys set a = 'x' where k in ('5', '77'); delete from keys where k = '1000'");
    const wanted = [...new Set(['["5"]', '["77"]', '["1000"]'].map(partitionOf))].sort(
      (one, two) => one - two,
    );
    const told = await follower.follow();
    expect(told.end).toMatchObject({ kind: "known", readWhole: wanted });
    expect(told.records.every(({ locator }) => wanted.includes(partitionOf(locator)))).toBe(true);
    expect(told.records.length).toBeLessThan(120);
    expect(follower.content).toEqual(await truth(side));
    expect(await follower.follow()).toMatchObject({ records: [], end: { readWhole: [] } });
  });

  it("are given up for where more than a quarter of the partitions differ", async () => {
    await sql(
      "create table keys (k text primary key, a text, b text); insert into keys select n, n from generate_series(1, 3000) n",
    );
    const side = place.sideOf(mapping, ["k"], "keys");
    const follower = new Follower(side);
    await follower.readWhole();
    const partitions = new Map<number, string>();
    for (let n = 1; n <= 3000; n += 1) partitions.set(partitionOf(`["${n}"]`), String(n));
    const touch = (many: number) =>
      sql("update keys set a = a || 'x' where k = any($1)", [[...partitions.values()].slice(0, many)]);
    await touch(256);
    expect((await follower.follow()).end.kind).toBe("known");
    await touch(257);
    expect(await follower.follow()).toMatchObject({ records: [], end: { kind: "lost" } });
  });

  it("agree whatever the order and the settings of the customer's sessions", async () => {
    await sql("create table keys (k timestamptz primary key, a float8, b interval)");
    await sql(
      "insert into keys select timestamptz '2024-01-01Z' + n * interval '1 minute', n / 3.0, n * interval '1 hour' from generate_series(1, 50) n",
    );
    const side = place.sideOf({ k: [1, "datetime"], a: [2, "number"], b: [3, "text"] }, ["k"], "keys");
    const follower = new Follower(side);
    await follower.readWhole();
    // In this database alone: other tests' sessions are of the same role.
    const role = `alter role chittysync_app in database ${place.person.database}`;
    await sql(`${role} set datestyle = 'SQL, DMY'; ${role} set extra_float_digits = -10`);
    const other = place.sideOf({ k: [1, "datetime"], a: [2, "number"], b: [3, "text"] }, ["k"], "keys");
    const told = await changesSince(other, follower.mark);
    await sql(`${role} reset all`);
    expect(told).toMatchObject({ records: [], gone: [], end: { kind: "known", readWhole: [] } });
  });

  it("follow partitioned tables, and parts that come and go", async () => {
    await sql(`create table keys (k text primary key, a text, b text) partition by hash (k);
      create table k0 partition of keys for values with (modulus 2, remainder 0);
      create table k1 partition of keys for values with (modulus 2, remainder 1);
      insert into keys select n, n from generate_series(1, 30) n`);
    const side = place.sideOf(mapping, ["k"], "keys");
    const follower = new Follower(side);
    await follower.readWhole();
    await sql("alter table keys detach partition k1");
    await follower.follow();
    expect(follower.content).toEqual(await truth(side));
    expect(follower.reads).toBe(1);
  });

  it("are not made of a table that is too large by the planner's estimate", async () => {
    await sql("create table keys (k text primary key, a text, b text); insert into keys values ('1')");
    const side = place.sideOf(mapping, ["k"], "keys");
    const follower = new Follower(side);
    await follower.readWhole();
    await sql("update pg_class set reltuples = 2000001 where oid = 'keys'::regclass");
    expect(await follower.follow().catch((error) => error.message)).toBe("the read gave no mark");
  });
});
