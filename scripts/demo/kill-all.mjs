import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "../process-identity.mjs";

const POLL_MS = 20;

/** Kills these processes with signal 9 (a negative id is a whole group) and waits until they are gone. */
export async function killAll(ids) {
  for (const id of ids) process.kill(id, "SIGKILL");
  for (const id of ids) while (isAlive(Math.abs(id))) await delay(POLL_MS);
}

/**
 * What a demo runs, each part the leader of a process group of its own.
 * @param {string} directory the demo's folder
 * @returns {{ name: string, pid: number }[]}
 */
export function partsOf(directory) {
  return JSON.parse(readFileSync(path.join(directory, "processes.json"), "utf8"));
}

/** The demo's own Postgres; null where it uses another. */
export function postgresOf(directory) {
  const file = path.join(directory, "pg/postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : null;
}

/** Kills a demo with everything it runs, as a power cut would. */
export function killDemo(directory, supervisor) {
  const postgres = postgresOf(directory);
  const parts = partsOf(directory).map(({ pid }) => -pid);
  return killAll([supervisor, ...parts, ...(postgres === null ? [] : [postgres])]);
}
