import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** What runs now; it ends with us when we are told to end. */
const running = new Set();

/**
 * One check of the repository: a program of node_modules (or a script of ours) and its arguments.
 * @typedef {{ name: string, program: string, args?: string[], report?: string }} Lane
 * @typedef {Lane & { ok: boolean, seconds: number, output: string }} LaneResult
 */

/**
 * Runs the lanes, at most `width` at a time, in the given order. A line for each as it ends, on standard error;
 * what a lane said is shown only when it failed.
 * @param {Lane[]} lanes
 * @param {{ width?: number }} [options]
 * @returns {Promise<LaneResult[]>}
 */
export async function runLanes(lanes, { width = 2 } = {}) {
  process.on("SIGTERM", endAll);
  const waiting = lanes.map((lane, at) => ({ lane, at }));
  const results = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await runLane(next.lane);
      results[next.at] = result;
      if (!result.ok) process.stderr.write(`\n${result.output.trimEnd()}\n\n`);
      console.error(
        `${result.ok ? "passed" : "FAILED"}  ${result.name.padEnd(12)} ${result.seconds.toFixed(1)} s`,
      );
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  process.off("SIGTERM", endAll);
  return results;
}

async function runLane(lane) {
  const started = performance.now();
  const { code, output } = await run(lane);
  return { ...lane, ok: code === 0, seconds: (performance.now() - started) / 1000, output };
}

/** Programs are started through Node, so that they run on ours and a Windows shell is never needed. */
function run({ program, args = [], env = {} }) {
  const child = spawn(process.execPath, [path.join(root, program), ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("close", () => running.delete(child));
  const parts = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => parts.push(text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output: parts.join("") }));
  });
}

function endAll() {
  for (const child of running) child.kill("SIGTERM");
  process.exit(143);
}
