import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LockHeld, takeLock } from "../file-lock.mjs";
import { PlainError } from "../plain-error.mjs";

const PROGRESS_MS = 5000;

/** Another process may be installing; a slow network makes that long. */
const PATIENCE_MS = 20 * 60_000;

/** Causes that npm reports, and what to do about each. */
const REMEDIES = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/i,
    "the package registry cannot be reached; check the connection and run this again",
  ],
  [/ENOSPC/, "the disk is full; free about 2 GB and run this again"],
  [
    /EACCES|EPERM/,
    "files here belong to somebody else; make the folder yours or remove node_modules, and run this again",
  ],
  [
    /EUSAGE|in sync|Missing:/,
    "package.json and package-lock.json disagree; run 'npm install' and commit the lock",
  ],
];

/** Installs the packages of package-lock.json unless exactly these are there. */
export async function installPackages(root) {
  if (isInstalled(root)) return;
  const lock = path.join(root, ".data/install.lock");
  const release = await takeLock(lock).catch((error) => {
    if (!(error instanceof LockHeld)) throw error;
    console.error(`waiting for process ${error.pid}, which is installing packages`);
    return takeLock(lock, { waitMs: PATIENCE_MS });
  });
  try {
    if (isInstalled(root)) return;
    await runNpmCi(root);
    writeFileSync(stampOf(root), hashOfLock(root));
  } finally {
    release();
  }
}

/**
 * npm ci empties node_modules first, so a stamp written last tells a whole installation from half a one. An
 * installation made by hand has no stamp: it counts when npm's own record names the same packages.
 */
function isInstalled(root) {
  const wanted = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  const isMissing = ([place, entry]) =>
    place !== "" && !mayBeAbsent(entry) && !existsSync(path.join(root, place, "package.json"));
  if (Object.entries(wanted).some(isMissing)) return false;
  const stamp = stampOf(root);
  if (existsSync(stamp)) return readFileSync(stamp, "utf8") === hashOfLock(root);
  const record = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const found = JSON.parse(readFileSync(record, "utf8")).packages;
  const differs = ([place, entry]) =>
    place !== "" && found[place]?.version !== entry.version && !mayBeAbsent(entry);
  return !Object.entries(wanted).some(differs);
}

/** Packages for other platforms are in the lock and not on the disk. */
function mayBeAbsent(entry) {
  return Boolean(entry.optional || entry.devOptional || entry.peer || entry.link);
}

const stampOf = (root) => path.join(root, "node_modules/.chittysync-installed");

function hashOfLock(root) {
  return createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
}

function runNpmCi(root) {
  console.error("installing packages (about a minute, 1.6 GB)");
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const progress = setInterval(() => console.error(`installing packages: ${seconds()} s`), PROGRESS_MS);
  const child = spawn(
    "npm",
    ["ci", "--no-audit", "--no-fund", "--include=dev", "--include=optional", "--loglevel=error"],
    {
      cwd: root,
      env: { ...outsideEnvironment(root), NODE_ENV: "development" },
      stdio: ["ignore", "ignore", "pipe"],
      shell: process.platform === "win32", // npm is a command file there
    },
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", () =>
      reject(new PlainError("npm was not found; install Node with npm and run this again.")),
    );
    child.once("close", (code) => {
      if (code === 0) {
        console.error(`packages installed in ${seconds()} s`);
        resolve();
      } else reject(installError(errors));
    });
  }).finally(() => clearInterval(progress));
}

function installError(errors) {
  const remedy = REMEDIES.find(([pattern]) => pattern.test(errors))?.[1] ?? "run 'npm ci' to see why";
  const said = errors.trim().split("\n").slice(0, 8).join("\n");
  return new PlainError(`'npm ci' failed: ${remedy}.\n${said}`);
}

/** npm must run on the machine's own Node: the one in node_modules is what it is about to replace. */
export function outsideEnvironment(root) {
  const inside = path.join(root, "node_modules");
  const PATH = (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => !path.resolve(folder).startsWith(inside))
    .join(path.delimiter);
  return { ...process.env, PATH };
}
