import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import type { Check } from "../connector";
import { openPostgres } from "./connector";
import { localSocket } from "./contract-place.test-kit";

let database: TestDatabase;
let owner: pg.Client;
let role = "";
let shop = "";

const KNOWN = "known-to-it";

beforeAll(async () => {
  database = await testDatabase();
  const name = new URL(database.adminUrl).pathname.slice(1);
  role = `checked ${name.slice(-6)}`;
  shop = `shop_${name.slice(-6)}`;
  const server = new pg.Client({ connectionString: database.adminUrl });
  await server.connect();
  await server.query(`create database ${shop}`);
  await server.query(`create role "${role}" login password '${KNOWN}'`);
  await server.end();
  owner = new pg.Client({ connectionString: at(shop) });
  await owner.connect();
});

afterAll(async () => {
  await owner.query(`drop owned by "${role}"`);
  await owner.end();
  const server = new pg.Client({ connectionString: database.adminUrl });
  await server.connect();
  await server.query(`drop database ${shop}`);
  await server.query(`drop role "${role}"`);
  await server.end();
  await database.drop();
});

function at(name: string, login?: { readonly user: string; readonly password: string }): string {
  const url = new URL(database.adminUrl);
  url.pathname = `/${name}`;
  if (login) {
    url.username = encodeURIComponent(login.user);
    url.password = encodeURIComponent(login.password);
  }
  return url.href;
}

async function checksOf(name = shop, user = role, password = KNOWN): Promise<readonly Check[]> {
  const connector = openPostgres({ url: at(name, { user, password }) }, { openSocket: localSocket() });
  const checks = await connector.check();
  await connector.close();
  expect(JSON.stringify(checks)).not.toContain(KNOWN);
  return checks;
}

const lineOf = (checks: readonly Check[], name: Check["name"]) => checks.find((check) => check.name === name);

/** The server's refusal of a sign-in; what comes after it was not tried. */
async function refused(...asked: Parameters<typeof checksOf>): Promise<Check | undefined> {
  const checks = await checksOf(...asked);
  expect(checks.map(({ ok }) => ok)).toEqual([true, true, false, null, null]);
  return lineOf(checks, "authorized");
}

describe("sign-in", () => {
  it.each([
    ["a wrong password", () => role],
    ["an unknown user", () => "nobody here"],
  ])("%s: the SQL sets another password", async (_, user) => {
    expect(await refused(shop, user(), "wrong")).toMatchObject({
      message: "The database refused the user name or password.",
      remedy: `Enter the current password. If it is lost, set another for the user ${user()} and enter that:`,
      copy: `alter role "${user()}" with login password 'a new password';`,
    });
  });

  it("a database that is not there: the SQL lists those that are", async () => {
    expect(await refused("no_such_shop")).toMatchObject({
      message: "There is no database of this name on the server.",
      copy: "select datname from pg_database where datallowconn;",
    });
  });

  it("each of the server's other refusals is lifted by its SQL", async () => {
    for (const [barring, expected] of [
      [`alter role "${role}" nologin`, { message: "The database does not let this user in." }],
      [
        `revoke connect on database ${shop} from public`,
        { message: "The user may not connect to this database." },
      ],
    ] as const) {
      await owner.query(barring);
      const line = await refused();
      expect(line).toMatchObject(expected);
      await owner.query(line?.copy ?? "");
      expect(lineOf(await checksOf(), "authorized")?.ok).toBe(true);
    }
  });

  it("the user's own limit of connections says nothing of its password", async () => {
    await owner.query(`alter role "${role}" connection limit 0`);
    const [reachable, ...others] = await checksOf();
    expect(others.map(({ ok }) => ok)).toEqual([null, null, null, null]);
    expect(reachable).toMatchObject({ ok: false, message: expect.stringMatching(/own limit is reached/) });
    await owner.query(reachable?.copy ?? "");
    expect((await checksOf())[2]?.ok).toBe(true);
  });
});

describe("rights", () => {
  it("go from none to all by the SQL of each line", async () => {
    expect(lineOf(await checksOf(), "can-read")).toMatchObject({
      ok: false,
      message: "The database holds no tables.",
    });
    await owner.query(
      `create schema "its own"; create table "its own".units (id serial primary key, name text)`,
    );
    const unread = await checksOf();
    expect(unread.map(({ ok }) => ok)).toEqual([true, true, true, false, false]);
    await owner.query(lineOf(unread, "can-read")?.copy ?? "");
    const read = await checksOf();
    expect(read.map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
    await owner.query(lineOf(read, "can-write")?.copy ?? "");
    expect((await checksOf()).every(({ ok, remedy }) => ok && remedy === null)).toBe(true);
    const writer = new pg.Client({ connectionString: at(shop, { user: role, password: KNOWN }) });
    await writer.connect();
    await writer.query(`insert into "its own".units (name) values ('first')`);
    await writer.end();
  });

  it("count a view, though not one that cannot be written, and no extension's", async () => {
    await owner.query(`create view "its own".few as select distinct name from "its own".units`);
    await owner.query(`revoke all on "its own".units from "${role}"`);
    await owner.query(`grant select, insert, update on "its own".few to "${role}"`);
    expect((await checksOf()).map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
  });

  it("that policies narrow are told, and lifted by the SQL", async () => {
    await owner.query(`alter table "its own".units enable row level security`);
    await owner.query(`grant all on all tables in schema "its own" to "${role}"`);
    const some = lineOf(await checksOf(), "can-read");
    expect(some).toMatchObject({
      ok: true,
      message: "Tables can be read, but row-level security hides rows of 1 of 2 from the user.",
    });
    await owner.query(`drop view "its own".few`);
    const all = lineOf(await checksOf(), "can-read");
    expect(all).toMatchObject({ ok: false, message: expect.stringMatching(/hides rows of every table/) });
    await owner.query(all?.copy ?? "");
    expect(lineOf(await checksOf(), "can-read")).toMatchObject({ ok: true, remedy: null });
  });
});
