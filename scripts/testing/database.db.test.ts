import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "./database";

let one: TestDatabase;
let other: TestDatabase;

beforeAll(async () => {
  [one, other] = await Promise.all([testDatabase(), testDatabase()]);
});

afterAll(async () => {
  await Promise.all([one.drop(), other.drop()]);
});

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

test("the application role can bypass nothing and make nothing", async () => {
  const rights =
    "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user";
  expect(await ask(one.appUrl, rights)).toEqual([
    { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false },
  ]);
  await expect(ask(one.appUrl, "create table t ()")).rejects.toThrow(/permission denied/);
});

test("the owner makes tables and databases but is no superuser", async () => {
  const rights =
    "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user";
  expect(await ask(one.ownerUrl, rights)).toEqual([
    { rolsuper: false, rolbypassrls: false, rolcreatedb: true, rolcreaterole: true },
  ]);
  await ask(one.ownerUrl, "create table only_here ()");
  expect(await ask(one.ownerUrl, "select to_regclass('only_here') is not null as found")).toEqual([
    { found: true },
  ]);
  expect(await ask(other.ownerUrl, "select to_regclass('only_here') is not null as found")).toEqual([
    { found: false },
  ]);
});

test("the server is what the product needs", async () => {
  const settings =
    "select current_setting('wal_level') as wal, current_setting('listen_addresses') as listens, " +
    "current_setting('unix_socket_directories') as sockets, " +
    "(select pg_encoding_to_char(encoding) || ' ' || datlocale from pg_database where datname = current_database()) as text";
  expect(await ask(one.adminUrl, settings)).toEqual([
    { wal: "logical", listens: "127.0.0.1", sockets: "", text: "UTF8 C.UTF-8" },
  ]);
});

test("a dropped database is gone", async () => {
  const third = await testDatabase();
  await third.drop();
  await expect(ask(third.ownerUrl, "select 1")).rejects.toThrow(/does not exist/);
});
