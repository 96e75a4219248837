import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive, isSameProcess, processIdentity } from "./process-identity.mjs";

/** A file without content is a lock being written; after this long its writer has died. */
const WRITING_MS = 2000;

/** Somebody alive holds the lock; `pid` says who. */
export class LockHeld extends Error {
  constructor(file, pid) {
    super(`${file} is held by process ${pid}`);
    this.pid = pid;
  }
}

/**
 * Takes a lock that dies with its process: the file names the holder, and a holder that no longer runs is
 * nobody. Waits up to `waitMs` for a living holder, then throws LockHeld. Returns the function that releases.
 * @param {string} file
 * @param {{ waitMs?: number }} [options]
 * @returns {Promise<() => void>}
 */
export async function takeLock(file, { waitMs = 0 } = {}) {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid), at: Date.now() });
  const deadline = Date.now() + waitMs;
  for (;;) {
    if (create(file, mine)) return () => release(file, mine);
    const seen = readText(file);
    if (seen === undefined) continue;
    const holder = holderOf(file, seen);
    if (holder === undefined) evict(file, seen);
    else if (Date.now() >= deadline) throw new LockHeld(file, holder);
    else await delay(50);
  }
}

function create(file, content) {
  try {
    writeFileSync(file, content, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The pid of the living holder; undefined when the lock is stale; 0 while it is being written. */
function holderOf(file, content) {
  try {
    const { pid, identity } = JSON.parse(content);
    const held = identity === "" ? isAlive(pid) : isSameProcess(pid, identity);
    return held ? pid : undefined;
  } catch {
    const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    return age < WRITING_MS ? 0 : undefined;
  }
}

/** Removes a stale lock, unless another process has replaced it meanwhile: then its lock is put back. */
function evict(file, seen) {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  const moved = readText(aside);
  if (moved !== undefined && moved !== seen) create(file, moved);
  rmSync(aside, { force: true });
}

function release(file, mine) {
  if (readText(file) === mine) rmSync(file, { force: true });
}
