import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { choosePort } from "../postgres/cluster.mjs";

/** Whoever tests lifts the limits of the pretended providers; what the demo allows itself is lifted here. */
const CALLS_PER_MINUTE = "1000000";

/** How much of the demo's progress is shown when it does not come up. */
const LINES_SHOWN = 30;

/**
 * A demo that ends with us, whatever happens: its channel to us closes. `ready` is its ready line, parsed, or an
 * Error with the end of what it said; `ended` resolves, with a sentence on how, when it is gone, with everything it had
 * started unless it was killed. On its first start in a folder it gets a port that no demo takes by itself: between
 * the choice of a port and
 * its use lies the build.
 * @param {string} root
 * @param {string} directory
 */
export async function startDemo(root, directory) {
  const isFirst = !existsSync(path.join(directory, "ports.json"));
  const port = isFirst ? ["--port", String(await choosePort(0))] : [];
  const args = [path.join(root, "scripts/demo.mjs"), "--headless", "--json", "--data", directory, ...port];
  const env = { ...process.env, DEMO_CALLS_PER_MINUTE: CALLS_PER_MINUTE };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const said = [];
  child.stderr.setEncoding("utf8").on("data", (text) => said.push(text));
  const ended = new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      const end = said.join("").trimEnd().split("\n").slice(-LINES_SHOWN).join("\n");
      resolve(`the demo ended (${signal ?? `exit ${code}`}):\n${end}`);
    });
  });
  const ready = new Promise((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line)));
    child.once("error", reject);
    void ended.then((how) => reject(new Error(how)));
  });
  ready.catch(() => {});
  return {
    pid: child.pid,
    ready,
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
