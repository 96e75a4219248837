import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate, migrationNames } from "../migrate.mjs";
import { ensureDatabase, urlWithDatabase, withClient } from "../postgres/roles.mjs";
import { startPostgres } from "../postgres.mjs";
import { serverPlace } from "./server-place";

/** What every test file learns of the server; `testDatabase` turns it into a database of its own. */
export interface TestServer {
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** The migrated database that the others are copies of. */
  readonly template: string;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly testServer: TestServer;
  }
}

const root = path.resolve(import.meta.dirname, "../..");

/** Vitest's global setup of the project "db": one server for the whole run; its data stay warm for the next. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = await startPostgres({
    directory: serverPlace(root),
    database: "postgres",
    durable: false,
  });
  const { adminUrl, migrateUrl: ownerUrl, databaseUrl: appUrl } = running;
  if (adminUrl === undefined) throw new Error("tests run on a server of their own");
  try {
    const template = await ensureTemplate(adminUrl, ownerUrl);
    project.provide("testServer", { adminUrl, ownerUrl, appUrl, template });
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running.stop;
}

/** The template's name carries the migrations' hash, so a changed migration makes a new one. */
async function ensureTemplate(adminUrl: string, ownerUrl: string): Promise<string> {
  const name = `template_${migrationsHash()}`;
  await withClient(adminUrl, async (client) => {
    await client.query("select pg_advisory_lock(hashtext('chittysync test template'))");
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount !== 0) return;
    await dropUnused(client);
    const building = `building_${randomBytes(6).toString("hex")}`;
    await ensureDatabase(adminUrl, building);
    await migrate(urlWithDatabase(ownerUrl, building));
    // Under its own name only when complete: a run that is cut short leaves nothing that looks finished.
    await client.query(`alter database ${building} rename to ${name}`);
  });
  return name;
}

/** Databases of earlier migrations and of killed runs; one that is in use stays. */
async function dropUnused(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database d where datname ~ '^(template|building|test)_' " +
      "and not exists (select from pg_stat_activity a where a.datid = d.oid)",
  );
  for (const { datname } of rows)
    await client.query(`drop database if exists ${pg.escapeIdentifier(datname)}`).catch(() => {});
}

function migrationsHash(): string {
  const hash = createHash("sha256");
  const folder = path.join(root, "prisma/migrations");
  for (const name of migrationNames(folder))
    hash
      .update(name)
      .update("\0")
      .update(readFileSync(path.join(folder, name, "migration.sql")))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}
