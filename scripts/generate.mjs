import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { takeLock } from "./file-lock.mjs";
import { runPrisma } from "./migrate.mjs";
import { isMain, PlainError, runScript } from "./plain-error.mjs";

const root = path.resolve(import.meta.dirname, "..");
const schema = path.join(root, "prisma/schema.prisma");
const generated = path.join(root, "lib/db/generated");
const stamp = path.join(generated, "made-from");

/** Another command may be doing the same. */
const PATIENCE_MS = 120_000;

/** Makes the Prisma client again when the schema or Prisma itself has changed. Answers whether it did. */
export async function generateClient() {
  if (!existsSync(schema) || isCurrent()) return false;
  const release = await takeLock(path.join(root, ".data/generate.lock"), { waitMs: PATIENCE_MS });
  try {
    if (isCurrent()) return false;
    const made = wanted();
    const { code, output } = await runPrisma(["generate"], undefined);
    if (code !== 0) throw new PlainError(`prisma generate failed:\n${output.trim()}`);
    writeFileSync(stamp, made);
    return true;
  } finally {
    release();
  }
}

function isCurrent() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted();
}

function wanted() {
  const { version } = createRequire(import.meta.url)("prisma/package.json");
  return createHash("sha256").update(version).update(readFileSync(schema)).digest("hex");
}

if (isMain(import.meta)) runScript(async () => void (await generateClient()));
