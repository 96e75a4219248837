import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import { type RoleScript, roleScript } from "./role-script";

let database: TestDatabase;
let owner: pg.Client;

/** Names that break whoever forgets to quote them, and the very marks that a script's bodies end with. */
const SCHEMA = `odd "schema"`;
const TABLE = `Units'; drop table x; $do$ --`;

beforeAll(async () => {
  database = await testDatabase();
  owner = new pg.Client({ connectionString: database.adminUrl });
  await owner.connect();
  await owner.query(`create schema "odd ""schema"""`);
  await owner.query(`create table "odd ""schema"""."${TABLE}" (id serial primary key, name text)`);
  await owner.query(`create table "odd ""schema"""."other" (id int primary key)`);
  await owner.query(`insert into "odd ""schema"""."${TABLE}" (name) values ('first')`);
});

afterAll(async () => {
  for (const role of made) {
    await owner.query(`drop owned by ${pg.escapeIdentifier(role)}`);
    await owner.query(`drop role ${pg.escapeIdentifier(role)}`);
  }
  await owner.end();
  await database.drop();
});

const made: string[] = [];

async function run(
  change: Partial<RoleScript>,
): Promise<{ role: string; query: pg.Client["query"]; end(): Promise<void> }> {
  const role = `test "role' $do$ ${made.length} ${database.appUrl.slice(-6)}`;
  const password = `p'\\"$do$ ${made.length}`;
  const script = {
    role,
    password,
    schema: SCHEMA,
    tables: [{ name: TABLE, key: [] }],
    access: "read-write" as const,
    ...change,
  };
  await owner.query(roleScript(script));
  // Again changes nothing but the password.
  await owner.query(roleScript(script));
  made.push(role);
  const { hostname, port, pathname } = new URL(database.adminUrl);
  const client = new pg.Client({
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user: role,
    password,
  });
  await client.connect();
  return { role, query: client.query.bind(client) as pg.Client["query"], end: () => client.end() };
}

const named = (table: string) => `"odd ""schema"""."${table}"`;

describe("the role that the script makes", () => {
  test("reads and writes its tables, sequences included, and nothing else", async () => {
    const { query, end } = await run({});
    await query(`insert into ${named(TABLE)} (name) values ('second')`);
    await query(`update ${named(TABLE)} set name = 'changed' where id = 2`);
    await query(`delete from ${named(TABLE)} where id = 2`);
    expect((await query(`select name from ${named(TABLE)}`)).rows).toEqual([{ name: "first" }]);
    for (const forbidden of [
      `select * from ${named("other")}`,
      `truncate ${named(TABLE)}`,
      `alter table ${named(TABLE)} add column x int`,
      `create table ${named("mine")} (x int)`,
      "create role another",
      "select * from public.credential",
    ])
      await expect(query(forbidden), forbidden).rejects.toMatchObject({ code: "42501" });
    await end();
  });

  test("only reads, where that is all that was asked", async () => {
    const { query, end } = await run({ access: "read" });
    expect((await query(`select name from ${named(TABLE)}`)).rows).toHaveLength(1);
    await expect(query(`insert into ${named(TABLE)} (name) values ('x')`)).rejects.toMatchObject({
      code: "42501",
    });
    await end();
  });

  test("reads the log of changes, where they are logged", async () => {
    const { query, end } = await run({ tables: [{ name: TABLE, key: ["id"] }] });
    await query(`insert into ${named(TABLE)} (name) values ('logged')`);
    expect((await query("select key from chittysync.log where op = 'i'")).rows).toHaveLength(1);
    await expect(query("insert into chittysync.log (rel, op) values (1, 'i')")).rejects.toMatchObject({
      code: "42501",
    });
    await end();
  });

  test("is not made at all where one of the tables is not there", async () => {
    const script = roleScript({
      role: "never made",
      password: "x",
      schema: SCHEMA,
      tables: [{ name: "absent", key: [] }],
      access: "read",
    });
    await expect(owner.query(script)).rejects.toMatchObject({ code: "42P01" });
    await owner.query("rollback");
    expect((await owner.query("select from pg_roles where rolname = 'never made'")).rows).toEqual([]);
  });
});
