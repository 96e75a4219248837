import { spawn } from "node:child_process";
import path from "node:path";
import { findPgbouncer, unpackPgbouncer } from "./isolation/pgbouncer";
import { runScript } from "./plain-error.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** What shows that organizations never meet: the catalogue, the attacks on it, and many of them at once. */
const FILES = [
  "scripts/isolation",
  ...["catalogue", "tenancy", "unique-oracle", "injection", "role-rights"].map(
    (name) => `lib/db/${name}.db.test.ts`,
  ),
];

/**
 * The whole of what `npm test` tries a part of: 10,000 requests of 50 organizations over 5 connections, and as many
 * through PgBouncer in transaction mode, which is unpacked beside the data where the machine has none.
 */
runScript(async () => {
  const folder = path.join(root, ".data/pgbouncer");
  if (!findPgbouncer(folder) && !unpackPgbouncer(folder))
    console.error("skipped: no pgbouncer; install it, or name its program in PGBOUNCER");
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run", "--project", "db", ...FILES], {
    cwd: root,
    env: { ...process.env, ISOLATION: "whole" },
    stdio: "inherit",
  });
  return new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
});
