import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../scripts/testing/database";
import { roleRights } from "./role-rights";

let database: TestDatabase;
let admin: pg.Client;
const made: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});

afterAll(async () => {
  for (const name of made) await admin.query(`drop role if exists ${name}`);
  await admin.end();
  await database.drop();
});

/** The URL of a new role with these rights. */
async function role(rights: string): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  made.unshift(name);
  await admin.query(`create role ${name} login password 'TESTONLY' ${rights}`);
  const url = new URL(database.adminUrl);
  url.username = name;
  url.password = "TESTONLY";
  return url.href;
}

const bound = { isSuperuser: false, bypassesRowSecurity: false, ownsTables: false };

test("the application role has no way past row-level security", async () => {
  expect(await roleRights(database.appUrl)).toEqual(bound);
  expect(await roleRights(await role("in role chittysync_app"))).toEqual(bound);
});

test("an owner, a superuser and a role with BYPASSRLS have", async () => {
  expect(await roleRights(database.ownerUrl)).toEqual({ ...bound, ownsTables: true });
  expect(await roleRights(database.adminUrl)).toMatchObject({ isSuperuser: true, bypassesRowSecurity: true });
  expect(await roleRights(await role("bypassrls"))).toEqual({ ...bound, bypassesRowSecurity: true });
});

test("so have members of such roles, also those that must first switch", async () => {
  expect(await roleRights(await role("noinherit in role chittysync_owner"))).toEqual({
    ...bound,
    ownsTables: true,
  });
  const past = await role("bypassrls");
  expect(await roleRights(await role(`in role ${new URL(past).username}`))).toEqual({
    ...bound,
    bypassesRowSecurity: true,
  });
});

test("a role that may not connect is an error", async () => {
  const url = new URL(database.appUrl);
  url.password = "wrong";
  await expect(roleRights(url.href)).rejects.toMatchObject({ code: "28P01" });
});
