import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { REPORTS } from "./check.mjs";
import { ensureChromium } from "./chromium.mjs";
import { startDemo } from "./demo/child.mjs";
import { killDemo } from "./demo/kill-all.mjs";
import { runLanes } from "./lanes.mjs";

/** The files with browser tests; none in a checkout without browser tests. */
export function journeyFiles(root) {
  const folder = path.join(root, "e2e");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true }).filter((file) => /[.]spec[.]ts$/.test(file));
}

/**
 * Runs the browser tests against a demo of their own, kills that demo with everything it runs, starts it again on the
 * same folder and runs those of AGAIN once more; then kills it at three points of a run (scripts/chaos.ts). The folder is
 * removed when all pass. Throws a PlainError when there is no browser or the demo does not come up.
 * @param {string} root
 */
export async function runJourneys(root) {
  const CHROMIUM_PATH = ensureChromium();
  const directory = mkdtempSync(path.join(os.tmpdir(), "chittysync-journeys-"));
  const env = { CHROMIUM_PATH, DEMO_READY_FILE: path.join(directory, "ready.json") };
  const journeys = (name, ...files) => {
    const report = path.join(REPORTS, `${name}.json`);
    const args = ["test", ...files];
    return { name, program: PLAYWRIGHT, args, env: { ...env, E2E_REPORT: report }, report };
  };
  const results = await withDemo(root, directory, async (demo) => {
    const first = await runLanes([journeys("journeys")]);
    if (first.every(({ ok }) => ok)) await killDemo(directory, demo.pid);
    return first;
  });
  // After a failure the sides may differ, and nothing could be learned from going on.
  const isWell = () => results.every(({ ok }) => ok);
  // The build is there, and the demo's database is not the one that is attacked.
  if (isWell()) results.push(...(await runLanes([attackLane()])));
  const again = () => runLanes([journeys("journeys-again", ...AGAIN)]);
  if (isWell()) results.push(...(await withDemo(root, directory, again)));
  if (isWell()) results.push(...(await runLanes([chaosLane(directory)])));
  if (isWell()) rmSync(directory, { recursive: true, force: true });
  else console.error(`the demo's logs are in ${path.join(directory, "logs")}`);
  return results;
}

/**
 * What the second start could have broken is the rows' ways: edits from and to each side, deletes and restores, what
 * people decide, what is told. Screens, people, accounts and headers are looked at once.
 */
const AGAIN = ["edit-and-see", "conflict", "mass-delete"].map((name) => `e2e/journeys/${name}.spec.ts`);

const PLAYWRIGHT = "node_modules/@playwright/test/cli.js";

async function withDemo(root, directory, work) {
  const demo = await startDemo(root, directory);
  try {
    await demo.ready;
    return await work(demo);
  } finally {
    await demo.stop();
  }
}

/** A part of scripts/attack-matrix.ts, every door at least twice; the whole is `npm run attack-matrix`. */
function attackLane() {
  const report = path.join(REPORTS, "attack-matrix.json");
  const args = ["attack-matrix", "--sample", "250", "--report", report];
  return { name: "attacks", program: "scripts/bootstrap.mjs", args, report };
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
