import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PlainError } from "../plain-error.mjs";
import { choosePort, isFree } from "../postgres/cluster.mjs";

const DEFAULT_PORT = 3000;

/** The sandbox's doors, in the order in which it is told of them. */
const SANDBOX = ["notion", "google", "stripe", "control", "smtp", "dns"];

/**
 * One port for each program: the app's as asked for, the others as in the last start from this folder where
 * they are still free. Throws a PlainError when the port that was asked for is taken.
 * @param {string} directory
 * @param {number | undefined} wanted
 * @returns {Promise<Record<string, number>>}
 */
export async function choosePorts(directory, wanted) {
  if (wanted !== undefined && !(await isFree(wanted)))
    throw new PlainError(`port ${wanted} is in use; choose another with --port or stop what uses it.`);
  const file = path.join(directory, "ports.json");
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const app = wanted ?? (await choosePort(known.app ?? DEFAULT_PORT));
  const taken = new Set([app]);
  /** @type {Record<string, number>} */
  const ports = { app };
  for (const name of ["runner", ...SANDBOX]) {
    const port = await chooseOther(known[name] ?? 0, taken);
    taken.add(port);
    ports[name] = port;
  }
  writeFileSync(file, JSON.stringify(ports), { mode: 0o600 });
  return ports;
}

async function chooseOther(remembered, taken) {
  let port = await choosePort(taken.has(remembered) ? 0 : remembered);
  while (taken.has(port)) port = await choosePort(0);
  return port;
}
