import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
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
 * Runs the browser tests against a demo of their own, and then kills that demo at three points (scripts/chaos.ts), on
 * a fresh folder that is removed when all pass. Throws a PlainError when there is no browser or the demo does not come
 * up.
 * @param {string} root
 */
export async function runJourneys(root) {
  const CHROMIUM_PATH = ensureChromium();
  const directory = mkdtempSync(path.join(os.tmpdir(), "chittysync-journeys-"));
  const ready = path.join(directory, "ready.json");
  const results = await withDemo(root, directory, () =>
    runLanes([
      {
        name: "journeys",
        program: "node_modules/@playwright/test/cli.js",
        args: ["test"],
        env: { CHROMIUM_PATH, DEMO_READY_FILE: ready },
        report: path.join(REPORTS, "e2e.json"),
      },
    ]),
  );
  // After a failure the sides may differ, and nothing could be learned from killing.
  if (results.every(({ ok }) => ok)) results.push(...(await runLanes([chaosLane(directory)])));
  if (results.every(({ ok }) => ok)) rmSync(directory, { recursive: true, force: true });
  else console.error(`the demo's logs are in ${path.join(directory, "logs")}`);
  return results;
}

async function withDemo(root, directory, work) {
  const demo = await startDemo(root, directory);
  try {
    await demo.ready;
    return await work();
  } finally {
    await demo.stop();
  }
}

/**
 * The app, the job runner and Postgres, one each; this seed has them die while sides are being written. A Postgres
 * that is not the demo's own cannot be killed, and gets a demo beside it.
 */
function chaosLane(directory) {
  const report = path.join(REPORTS, "chaos.json");
  const place = process.env.DATABASE_URL ? [] : ["--data", directory];
  const args = ["chaos", "--seed", "25", "--points", "3", "--report", report, ...place];
  return { name: "chaos", program: "scripts/bootstrap.mjs", args, report };
}
