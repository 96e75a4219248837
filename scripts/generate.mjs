import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { runPrisma } from "./migrate.mjs";
import { isMain, PlainError, runScript } from "./plain-error.mjs";

const root = path.resolve(import.meta.dirname, "..");
const schema = path.join(root, "prisma/schema.prisma");
const generated = path.join(root, "lib/db/generated");
const stamp = path.join(generated, "made-from");

/** Makes the Prisma client again when the schema or Prisma itself has changed. Answers whether it did. */
export async function generateClient() {
  if (!existsSync(schema)) return false;
  const { version } = createRequire(import.meta.url)("prisma/package.json");
  const wanted = createHash("sha256").update(version).update(readFileSync(schema)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return false;
  const { code, output } = await runPrisma(["generate"], undefined);
  if (code !== 0) throw new PlainError(`prisma generate failed:\n${output.trim()}`);
  writeFileSync(stamp, wanted);
  return true;
}

if (isMain(import.meta)) runScript(async () => void (await generateClient()));
