import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { REPORTS } from "./check.mjs";
import { ensureChromium } from "./chromium.mjs";
import { runLanes } from "./lanes.mjs";

/** How much of the demo's progress is shown when it does not come up. */
const LINES_SHOWN = 30;

/** The files with journeys; none in a checkout without browser tests. */
export function journeyFiles(root) {
  const folder = path.join(root, "e2e/journeys");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true }).filter((file) => /[.]spec[.]ts$/.test(file));
}

/**
 * Runs the browser tests against a demo of their own, on a fresh folder that is removed when they pass.
 * Throws a PlainError when there is no browser or the demo does not come up.
 */
export async function runJourneys(root) {
  const CHROMIUM_PATH = ensureChromium();
  const directory = mkdtempSync(path.join(os.tmpdir(), "chittysync-journeys-"));
  const demo = startDemo(root, directory);
  try {
    await demo.ready;
    const [result] = await runLanes([
      {
        name: "journeys",
        program: "node_modules/@playwright/test/cli.js",
        args: ["test"],
        env: { CHROMIUM_PATH, DEMO_READY_FILE: path.join(directory, "ready.json") },
        report: path.join(REPORTS, "e2e.json"),
      },
    ]);
    if (!result.ok) console.error(`the demo's logs are in ${path.join(directory, "logs")}`);
    return result;
  } finally {
    await demo.stop();
    if (isClean(root)) rmSync(directory, { recursive: true, force: true });
  }
}

/** Whether the report says that nothing failed; the folder is evidence otherwise. */
function isClean(root) {
  const report = path.join(root, REPORTS, "e2e.json");
  return existsSync(report) && JSON.parse(readFileSync(report, "utf8")).stats?.unexpected === 0;
}

/** A demo that ends with us, whatever happens: its channel to us closes. */
function startDemo(root, directory) {
  const args = [path.join(root, "scripts/demo.mjs"), "--headless", "--json", "--data", directory];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const said = [];
  child.stderr.setEncoding("utf8").on("data", (text) => said.push(text));
  const ready = new Promise((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => {
      const end = said.join("").trimEnd().split("\n").slice(-LINES_SHOWN).join("\n");
      reject(new Error(`the demo ended (exit ${code}) before it was ready:\n${end}`));
    });
  });
  ready.catch(() => {});
  return {
    ready,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
