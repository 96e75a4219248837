import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PlainError } from "./plain-error.mjs";
import { isSameProcess, processIdentity } from "./process-identity.mjs";

const isWindows = process.platform === "win32";
const POLL_MS = 100;
const GRACE_MS = 8000;
const LINES_SHOWN = 15;

/**
 * A program to keep: run by this Node with `args`; ready when `url` answers, or, without one, when it prints a
 * line of JSON with `"ready":true`.
 * @typedef {{ name: string, args: string[], env: Record<string, string | undefined>, cwd: string,
 *   url?: string, patienceMs?: number }} Program
 */

/**
 * Starts programs one after another and ends them together. Each writes to its own file in `logs`, not to a
 * pipe of ours, so our death harms none of them; who they are is kept in `record`, so that the next start can
 * end what a killed one left behind.
 */
export class Supervisor {
  #children = [];
  #isStopping = false;
  #fail = () => {};
  #logs;
  #record;
  #graceMs;

  /** Rejects with a PlainError when a program ends that should not. */
  failed;

  constructor({ logs, record, graceMs = GRACE_MS }) {
    this.#graceMs = graceMs;
    this.#logs = logs;
    this.#record = record;
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
    mkdirSync(logs, { recursive: true });
  }

  /** Starts a program and waits until it is ready; answers its ready line, or {} for one with a URL. */
  async start(program) {
    if (this.#isStopping) throw new PlainError(`the ${program.name} was not started: all is being stopped`);
    const log = path.join(this.#logs, `${program.name.replaceAll(" ", "-")}.log`);
    if (existsSync(log)) renameSync(log, log.replace(/[.]log$/, ".previous.log"));
    const output = openSync(log, "a", 0o600);
    const child = spawn(process.execPath, program.args, {
      cwd: program.cwd,
      env: program.env,
      stdio: ["ignore", output, output],
      detached: !isWindows, // a group of its own, so that its children end with it
      windowsHide: true,
    });
    closeSync(output);
    const entry = { name: program.name, child, log, hasEnded: false };
    this.#children.push(entry);
    child.once("error", (error) => this.#ended(entry, error.message));
    child.once("exit", (code, signal) => this.#ended(entry, signal ?? `exit ${code}`));
    this.#remember();
    return this.#untilReady(entry, program);
  }

  /** Ends every program and its children: asked first, then forced. */
  async stop() {
    this.#isStopping = true;
    const running = this.#children.filter(({ hasEnded }) => !hasEnded);
    for (const { child } of running) endTree(child.pid, "SIGTERM");
    const deadline = Date.now() + this.#graceMs;
    while (running.some(({ hasEnded }) => !hasEnded) && Date.now() < deadline) await delay(20);
    // Also those that ended by themselves: what they had started may live on.
    for (const { child } of running) endTree(child.pid, "SIGKILL");
    rmSync(this.#record, { force: true });
  }

  #ended(entry, how) {
    entry.hasEnded = true;
    if (this.#isStopping) return;
    this.#fail(
      new PlainError(`the ${entry.name} stopped (${how}); the end of ${entry.log}:\n${lastLines(entry.log)}`),
    );
  }

  #remember() {
    const known = this.#children
      .filter(({ child, hasEnded }) => child.pid !== undefined && !hasEnded)
      .map(({ name, child }) => ({ name, pid: child.pid, identity: processIdentity(child.pid) }));
    writeFileSync(this.#record, JSON.stringify(known), { mode: 0o600 });
  }

  async #untilReady(entry, { url, patienceMs = 60_000 }) {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      if (entry.hasEnded) return this.failed;
      const ready = url === undefined ? readyLine(entry.log) : await answer(url);
      if (ready !== undefined) return ready;
      if (Date.now() > deadline)
        throw new PlainError(
          `the ${entry.name} was not ready after ${patienceMs / 1000} s:\n${lastLines(entry.log)}`,
        );
      await delay(POLL_MS);
    }
  }
}

/** Ends the programs that a killed supervisor left running, by what it noted of them. */
export async function endLeftovers(record) {
  if (!existsSync(record)) return;
  for (const { pid, identity } of parseRecord(record)) {
    if (!isSameProcess(pid, identity)) continue;
    endTree(pid, "SIGKILL");
    while (isSameProcess(pid, identity)) await delay(20);
  }
  rmSync(record, { force: true });
}

function parseRecord(record) {
  try {
    return JSON.parse(readFileSync(record, "utf8"));
  } catch {
    return []; // cut short while it was written
  }
}

function endTree(pid, signal) {
  if (pid === undefined) return;
  if (isWindows) {
    spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function readyLine(log) {
  for (const line of readFileSync(log, "utf8").split("\n")) {
    if (!line.startsWith("{")) continue;
    try {
      const said = JSON.parse(line);
      if (said.ready === true) return said;
    } catch {
      // half a line: the rest is still being written
    }
  }
  return undefined;
}

/** {} once the URL gives an answer that is not the server's own failure. */
async function answer(url) {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
    await response.body?.cancel();
    return response.status < 500 ? {} : undefined;
  } catch {
    return undefined;
  }
}

function lastLines(file) {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-LINES_SHOWN).join("\n");
}
