import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { takeLock } from "../file-lock.mjs";
import { PlainError } from "../plain-error.mjs";

const PATIENCE_MS = 10 * 60_000;

/** What a build is made of. */
const SOURCES = [
  ...["app", "components", "inngest", "lib", "public", "package-lock.json", "prisma/schema.prisma"],
  ...[
    "next.config.mjs",
    "postcss.config.mjs",
    "tailwind.config.ts",
    "tsconfig.json",
    "proxy.ts",
    "instrumentation.ts",
  ],
];

/** Tests change nothing that is served. */
const IGNORED = /[\\/]generated[\\/]|[.](test|spec)[.]tsx?$|[\\/]testing[\\/]|^inngest[\\/]local[\\/]/;

/** Builds the app when its sources differ from those of the last whole build. Answers whether it did. */
export async function buildApp({ root, environment, signal }) {
  const release = await takeLock(path.join(root, ".data/build.lock"), { waitMs: PATIENCE_MS });
  try {
    const stamp = path.join(root, ".next/made-from");
    const wanted = hashOfSources(root);
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return false;
    rmSync(stamp, { force: true });
    await runBuild({ root, environment, signal });
    writeFileSync(stamp, wanted);
    return true;
  } finally {
    release();
  }
}

function hashOfSources(root) {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    const place = path.join(root, source);
    if (!existsSync(place)) continue;
    for (const file of filesIn(place).sort()) {
      const name = path.relative(root, file);
      if (!IGNORED.test(name)) hash.update(name).update("\0").update(readFileSync(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

function filesIn(place) {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function runBuild({ root, environment, signal }) {
  const child = spawn(process.execPath, [path.join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    env: environment,
    signal,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => said.push(text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new PlainError(`the app does not build:\n${said.join("").trim()}`));
    });
  });
}
