import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { REPORTS } from "./check.mjs";
import { ensureChromium } from "./chromium.mjs";
import { startDemo } from "./demo/child.mjs";
import { runLanes } from "./lanes.mjs";

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
