import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { isMain, PlainError, runScript } from "./plain-error.mjs";
import { withClient } from "./postgres/roles.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** The names of the migrations in `prisma/migrations`, in the order in which they apply. */
export function migrationNames(folder = path.join(root, "prisma/migrations")) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, "migration.sql")))
    .map((entry) => entry.name)
    .sort();
}

/**
 * Applies every migration that the database lacks, and then makes sure that each is recorded as finished: a
 * command that applied nothing must never look like success. Returns how many migrations the database has.
 * @param {string} url the owner's connection string
 * @param {{ config?: string, migrations?: string }} [options] another Prisma config and its migrations folder
 */
export async function migrate(url, { config = path.join(root, "prisma.config.ts"), migrations } = {}) {
  const names = migrationNames(migrations);
  if (names.length === 0) return 0;
  const { code, output } = await runPrisma(["migrate", "deploy", "--config", config], url);
  if (code !== 0) throw new PlainError(`the database was not migrated:\n${output.trim()}`);
  const missing = await unfinished(url, names);
  if (missing.length > 0)
    throw new PlainError(`'prisma migrate deploy' reported success but did not apply ${missing.join(", ")}.`);
  return names.length;
}

/** Runs Prisma's command line on this Node. */
export function runPrisma(args, url) {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: root,
    env: {
      ...process.env,
      ...(url === undefined ? {} : { DATABASE_URL: url, DATABASE_MIGRATE_URL: url }),
      // The engine is started as "node"; it must be this one.
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ""}`,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

async function unfinished(url, names) {
  return withClient(url, async (client) => {
    const { rows } = await client.query("select to_regclass('_prisma_migrations') is not null as exists");
    if (!rows[0].exists) return names;
    const done = await client.query(
      "select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
    );
    const finished = new Set(done.rows.map((row) => row.migration_name));
    return names.filter((name) => !finished.has(name));
  });
}

if (isMain(import.meta))
  runScript(async () => {
    const url = process.env.DATABASE_MIGRATE_URL ?? process.env.DATABASE_URL;
    if (!url) throw new PlainError("set DATABASE_MIGRATE_URL (or DATABASE_URL) to the database to migrate.");
    const count = await migrate(url);
    console.error(`the database has all ${count} migrations`);
  });
