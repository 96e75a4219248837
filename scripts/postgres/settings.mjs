import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { canReach } from "./account.mjs";
import { SHARED_DIRECTORY } from "./binaries.mjs";

/**
 * What a data directory remembers about its server, beside the data in a file only we can read.
 * @typedef {{ port: number, data: string, passwords: { admin: string, owner: string, app: string } }} Settings
 * `data` is relative to the directory, or absolute when the server's account cannot reach the directory.
 */

const fileOf = (directory) => path.join(directory, "postgres.json");

/** @returns {Settings | undefined} */
export function readSettings(directory) {
  const file = fileOf(directory);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** @param {Settings} settings */
export function writeSettings(directory, settings) {
  const half = `${fileOf(directory)}.half`;
  writeFileSync(half, JSON.stringify(settings, null, 2), { mode: 0o600 });
  renameSync(half, fileOf(directory));
}

export function newSettings(directory, account) {
  const password = () => randomBytes(24).toString("base64url");
  return {
    port: 0,
    data: placeFor(directory, account),
    passwords: { admin: password(), owner: password(), app: password() },
  };
}

/** The data's absolute path. */
export function dataPath(directory, settings) {
  return path.resolve(directory, settings.data);
}

/**
 * Data lives in `directory/pg`. Root's server runs under another account: our own folder is opened for passing
 * through; when a folder above it is private, the data goes to a place the account can reach.
 */
function placeFor(directory, account) {
  if (canReach(directory, account)) return "pg";
  chmodSync(directory, 0o711);
  if (canReach(directory, account)) return "pg";
  const home = path.join(SHARED_DIRECTORY, `data-${randomBytes(8).toString("hex")}`);
  mkdirSync(home, { recursive: true, mode: 0o711 });
  chmodSync(home, 0o711);
  // So that a person who finds it knows whose it is.
  writeFileSync(path.join(home, "belongs-to"), `${path.resolve(directory)}\n`, { mode: 0o600 });
  return path.join(home, "pg");
}
