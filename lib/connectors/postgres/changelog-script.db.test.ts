import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import { changelogRemovalScript, changelogScript } from "./changelog-script";
import {
  type ChangesPlace,
  changesPlace,
  changesSince,
  Follower,
  install,
  readAll,
  settled,
  truth,
} from "./changes-place.test-kit";

let database: TestDatabase;
let place: ChangesPlace;
let follower: Follower;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(async () => {
  await database.drop();
});

beforeEach(async () => {
  place = await changesPlace(database, true);
  await sql("insert into places select 'r' || n, 'Name ' || n, n from generate_series(1, 100) n");
  follower = new Follower(place.side);
  await follower.readWhole();
});

afterEach(async () => {
  await place.dispose();
});

const sql = (text: string, values: unknown[] = []) => place.person.query(text, values);
const kindOf = async () => JSON.parse((await readAll(place.side)).mark ?? "null")?.kind;
const endOf = async () => (await changesSince(place.side, follower.mark)).end.kind;

const followed = async () => {
  const told = await follower.follow();
  expect(follower.content).toEqual(await truth(place.side));
  return told;
};

describe("the log is used", () => {
  it.each([
    [
      "partitioned",
      "create table others (code text primary key, name text) partition by list (code); create table part partition of others default",
    ],
    [
      "inherited from",
      "create table others (code text primary key, name text); create table heir () inherits (others)",
    ],
    ["unlogged", "create unlogged table others (code text primary key, name text)"],
  ])("not for a table that is %s", async (_, text) => {
    await sql(text);
    await install(place.person, place.schema, "others", ["code"]);
    const side = place.sideOf({ code: [1, "text"], name: [2, "text"] }, ["code"], "others");
    expect(JSON.parse((await readAll(side)).mark ?? "null").kind).toBe("scan");
  });

  it("not for a table that a subscription fills", async () => {
    await sql(
      "create subscription s connection 'host=127.0.0.1 port=1' publication p with (connect = false)",
    );
    try {
      await sql(`insert into pg_subscription_rel select oid, 'places'::regclass, 'r' from pg_subscription
        where subdbid = (select oid from pg_database where datname = current_database())`);
      expect(await kindOf()).toBe("scan");
      expect(await endOf()).toBe("lost");
    } finally {
      await sql("alter subscription s set (slot_name = none)");
      await sql("drop subscription s");
    }
  });

  it("not by another key than the registry's", async () => {
    await sql(
      "create table others (id int primary key, code text not null unique, name text); insert into others values (1, 'a', 'A')",
    );
    await install(place.person, place.schema, "others", ["id"]);
    const mapping = { id: [1, "integer"], code: [2, "text"], name: [3, "text"] } as const;
    const byId = await readAll(place.sideOf(mapping, ["id"], "others"));
    const byCode = await readAll(place.sideOf(mapping, ["code"], "others"));
    expect([byId, byCode].map(({ mark }) => JSON.parse(mark ?? "null").kind)).toEqual(["log", "scan"]);
  });

  it("for keys of every kind, whatever the writer's session prints", async () => {
    await sql(`create type grade as enum ('a b', 'c,"d"', 'é\\');
      create table keys (t text, c char(6), n numeric, u uuid, i bigint, b boolean, d date, z timestamptz, l timestamp,
        e grade, v int, primary key (z, t, c, n, u, i, b, d, l, e))`);
    const columns = ["t", "c", "n", "u", "i", "b", "d", "z", "l", "e"];
    await install(place.person, place.schema, "keys", columns);
    const types = [
      "text",
      "text",
      "number",
      "text",
      "integer",
      "boolean",
      "date",
      "datetime",
      "local-datetime",
      "select",
    ] as const;
    const mapping = Object.fromEntries(
      [...columns, "v"].map((name, at) => [name, [at + 1, types[at] ?? "integer"] as const]),
    );
    const side = place.sideOf(mapping, columns, "keys");
    const keys = new Follower(side);
    await keys.readWhole();
    expect(JSON.parse(keys.mark).kind).toBe("log");
    await sql("set datestyle = 'SQL, DMY'; set timezone = 'Asia/Tokyo'; set extra_float_digits = 0");
    await sql(`insert into keys select 'a"b\\' || chr(n) || 'é😀', 'x' || n, n * 1.50, gen_random_uuid(), n, n % 2 = 0,
      date '2020-02-01' + n, timestamptz '2020-02-03 04:05:06.07Z' + n * interval '1.5 days', timestamp '2020-03-04 05:06:07.5',
      (enum_range(null::grade))[1 + n % 3], n from generate_series(1, 60) n`);
    expect((await keys.follow()).records.length).toBe(60);
    await sql("update keys set v = 0 where i < 20; delete from keys where i > 50");
    const told = await keys.follow();
    expect([told.records.length, told.gone.length]).toEqual([19, 10]);
    expect(keys.content).toEqual(await truth(side));
    expect(keys.reads).toBe(1);
  });

  it("for keys that a collation calls equal", async () => {
    await sql(`create collation blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      create table names (code text collate blind primary key, name text); insert into names values ('a', 'x'), ('b', 'y')`);
    await install(place.person, place.schema, "names", ["code"]);
    const side = place.sideOf({ code: [1, "text"], name: [2, "text"] }, ["code"], "names");
    const names = new Follower(side);
    await names.readWhole();
    await sql("update names set code = 'A' where code = 'a'");
    const told = await names.follow();
    expect(told.gone).toEqual(['["a"]']);
    expect(names.content).toEqual(await truth(side));
  });
});

describe("the customer's side", () => {
  it("lets the reader do nothing but read", async () => {
    const reader = new pg.Client(database.appUrl);
    await reader.connect();
    try {
      for (const text of [
        "insert into chittysync.log (rel, op) values (1, 't')",
        "update chittysync.log set op = 't'",
        "delete from chittysync.log",
        "truncate chittysync.log",
        "update chittysync.origin set pruned = '1'",
        "create table chittysync.more ()",
        "select chittysync.note_pruned()",
      ]) {
        await expect(reader.query(text), text).rejects.toMatchObject({ code: "42501" });
      }
    } finally {
      await reader.end();
    }
  });

  it("logs for users who have no right on the log", async () => {
    await sql(
      "grant insert, update, delete on places to chittysync_app; revoke all on schema chittysync from chittysync_app",
    );
    const writer = new pg.Client(database.appUrl);
    await writer.connect();
    await writer.query(`update ${pg.escapeIdentifier(place.schema)}.places set name = 'w' where code = 'r1'`);
    await writer.end();
    const { rows } = await sql("select key from chittysync.log where op = 'u'");
    expect(rows).toEqual([{ key: ["r1"] }]);
  });

  it("refuses a schema that somebody else made first", async () => {
    await sql("drop schema chittysync cascade; create schema chittysync authorization chittysync_owner");
    await expect(install(place.person, place.schema, "places", ["code"])).rejects.toThrow(
      "belongs to another role",
    );
    await sql("rollback");
  });

  it("takes names of any kind as names", async () => {
    const name = `t"; drop table places; -- $log$ ' \\`;
    const column = `k"' \\ $log$ || (select 1)`;
    const id = pg.escapeIdentifier;
    await sql(`create table ${id(name)} (${id(column)} text primary key, name text)`);
    await install(place.person, place.schema, name, [column]);
    const side = place.sideOf({ code: [1, "text"], name: [2, "text"] }, ["code"], name);
    const odd = new Follower(side);
    await odd.readWhole();
    await sql(`insert into ${id(name)} values ('a', 'A')`);
    expect((await odd.follow()).records.length).toBe(1);
    expect(JSON.parse(odd.mark).kind).toBe("log");
  });

  it("may run the script again, and take it all back", async () => {
    await install(place.person, place.schema, "places", ["code"]);
    expect(await kindOf()).toBe("log");
    await sql(changelogRemovalScript({ schema: place.schema, table: "places" }));
    await sql("update places set name = 'x'");
    expect(await endOf()).toBe("lost");
    expect(await kindOf()).toBe("scan");
    const { rows } = await sql("select proname from pg_proc where pronamespace = 'chittysync'::regnamespace");
    expect(rows).toEqual([{ proname: "note_pruned" }]);
  });

  it("is shown how to remove old lines so that marks stay good", async () => {
    await sql("update places set name = 'x'; update places set name = 'y'");
    await sql("update chittysync.log set at = at - interval '8 days'");
    await settled(place.person);
    await follower.readWhole();
    const script = changelogScript(
      { schema: place.schema, table: "places", key: ["code"] },
      "chittysync_app",
    );
    const [shown = ""] = /-- delete from[^;]+;/.exec(script) ?? [];
    await sql(shown.replaceAll("-- ", ""));
    expect((await sql("select count(*)::int as n from chittysync.log")).rows[0].n).toBe(64);
    expect(await endOf()).toBe("known");
  });

  it("has old lines removed where it allows that, but those that marks remember", async () => {
    await sql("update places set name = 'x'; update places set name = 'y'");
    await sql("update chittysync.log set at = at - interval '8 days'");
    await settled(place.person);
    const count = async () => (await sql("select count(*)::int as n from chittysync.log")).rows[0].n;
    await follower.readWhole();
    await followed();
    expect(await count()).toBe(300);
    await sql("grant delete on chittysync.log to chittysync_app");
    await follower.readWhole();
    await followed();
    expect(await count()).toBe(64);
    expect((await followed()).end.kind).toBe("known");
    await sql("delete from places where code = 'r1'");
    expect((await followed()).gone).toEqual(['["r1"]']);
  });
});
