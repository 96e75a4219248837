import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withClient } from "./postgres/roles.mjs";
import { openPostgres, startPostgres } from "./postgres.mjs";
import { isAlive } from "./process-identity.mjs";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), "chittysync-pg-"));
});

afterEach(async () => {
  const again = await startPostgres({ directory, durable: false });
  await again.stop();
  rmSync(directory, { recursive: true, force: true });
});

const start = () => startPostgres({ directory, durable: false });
const data = () =>
  path.resolve(directory, JSON.parse(readFileSync(path.join(directory, "postgres.json"), "utf8")).data);
const serverPid = () => Number(readFileSync(path.join(data(), "postmaster.pid"), "utf8").split("\n")[0]);

async function put(url: string, value: number): Promise<void> {
  await withClient(url, (client) =>
    client.query(`create table if not exists kept (value int); insert into kept values (${value})`),
  );
}

async function kept(url: string): Promise<number[]> {
  const found = await withClient(url, (client) => client.query("select value from kept order by 1"));
  return found.rows.map((row) => row.value);
}

test("data, passwords and port outlive a stop", async () => {
  const first = await start();
  await put(first.migrateUrl, 1);
  await first.stop();
  expect(existsSync(path.join(data(), "postmaster.pid"))).toBe(false);
  const second = await start();
  expect(second.migrateUrl).toBe(first.migrateUrl);
  expect(await kept(second.migrateUrl)).toEqual([1]);
  await second.stop();
});

test("the server of a killed session is joined, not fought", async () => {
  const script = `const { startPostgres } = await import(${JSON.stringify(path.resolve("scripts/postgres.mjs"))});
    await startPostgres({ directory: ${JSON.stringify(directory)}, durable: false });
    process.kill(process.pid, "SIGKILL");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
  await new Promise((resolve) => child.once("exit", resolve));
  const left = serverPid();
  expect(isAlive(left)).toBe(true);
  const joined = await start();
  expect(serverPid()).toBe(left);
  await joined.stop();
  expect(isAlive(left)).toBe(false);
});

test("a killed server recovers with what was committed", async () => {
  const first = await start();
  await put(first.migrateUrl, 7);
  process.kill(serverPid(), "SIGKILL");
  const second = await start();
  expect(await kept(second.migrateUrl)).toEqual([7]);
  await second.stop();
  await first.stop();
});

test("a pid file that names another program is stale", async () => {
  await (await start()).stop();
  const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "ignore" });
  writeFileSync(path.join(data(), "postmaster.pid"), `${bystander.pid}\n${data()}\n1\n1\n\n127.0.0.1\n`);
  const running = await start();
  expect(serverPid()).not.toBe(bystander.pid);
  expect(bystander.exitCode).toBeNull();
  bystander.kill();
  await running.stop();
});

test("half an initdb counts for nothing", async () => {
  mkdirSync(path.join(directory, "pg.half-1/pg"), { recursive: true });
  writeFileSync(path.join(directory, "pg.half-1/pg/PG_VERSION"), "18\n");
  const running = await start();
  expect(existsSync(path.join(directory, "pg.half-1"))).toBe(false);
  await running.stop();
});

test("data without its settings is never initialised over", async () => {
  await (await start()).stop();
  const file = path.join(directory, "postgres.json");
  const settings = readFileSync(file);
  rmSync(file);
  await expect(start()).rejects.toThrow(/postgres\.json/);
  writeFileSync(file, settings, { mode: 0o600 });
});

test("two users share one server, and it stops with the last", async () => {
  const [one, two] = await Promise.all([start(), start()]);
  const pid = serverPid();
  await one.stop();
  expect(isAlive(pid)).toBe(true);
  await put(two.migrateUrl, 2);
  await two.stop();
  expect(isAlive(pid)).toBe(false);
});

test("a Postgres of one's own is used as given, or gains the application role", async () => {
  const ours = await start();
  const both = { DATABASE_URL: "postgres://a@h/d", DATABASE_MIGRATE_URL: "postgres://o@h/d" };
  expect(await openPostgres({ directory, environment: both })).toMatchObject({
    databaseUrl: both.DATABASE_URL,
    migrateUrl: both.DATABASE_MIGRATE_URL,
  });
  const own = mkdtempSync(path.join(os.tmpdir(), "chittysync-own-"));
  const given = await openPostgres({ directory: own, environment: { DATABASE_URL: ours.adminUrl } });
  const who = await withClient(given.databaseUrl, (client) => client.query("select current_user as name"));
  expect(who.rows).toEqual([{ name: "chittysync_app" }]);
  expect(given.migrateUrl).toBe(ours.adminUrl);
  const broken = { DATABASE_URL: "postgres://nobody:x@127.0.0.1:1/none" };
  await expect(openPostgres({ directory: own, environment: broken })).rejects.toThrow(/DATABASE_MIGRATE_URL/);
  await given.stop();
  rmSync(own, { recursive: true });
  await ours.stop();
});
