import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetEnv } from "@/lib/env";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import { closeRows, withRows } from "./row-store";

let database: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  process.env.DATABASE_URL = database.appUrl;
  process.env.APP_URL = "https://app.example.com";
  process.env.APP_SECRET = "s".repeat(32);
  process.env.VAULT_KEY_FILE = "unused";
  forgetEnv();
});

afterAll(async () => {
  await closeRows();
  await admin.end();
  await database.drop();
});

test("a connection that the server ends in the middle of a transaction fails that one and not the process", async () => {
  const organization = randomUUID();
  const deaths: unknown[] = [];
  const note = (error: unknown) => deaths.push(error);
  process.prependListener("uncaughtException", note);
  const broken = withRows(organization, async (client) => {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const asleep = client.query("select pg_sleep(600)");
    await Promise.all([admin.query("select pg_terminate_backend($1)", [rows[0]?.pid]), asleep]);
  });
  await expect(broken).rejects.toThrow();
  const next = await withRows(organization, (client) => client.query("select 1 as one"));
  expect(next.rows).toEqual([{ one: 1 }]);
  process.off("uncaughtException", note);
  expect(deaths).toEqual([]);
});
