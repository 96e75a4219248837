import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { CHECKS, DATABASE_TESTS, REPORTS } from "./check.mjs";
import { generateClient } from "./generate.mjs";
import { journeyFiles, runJourneys } from "./journeys.mjs";
import { runLanes } from "./lanes.mjs";
import { runScript } from "./plain-error.mjs";
import { closingLine, countsOf, total } from "./test-counts.mjs";
import { failuresOf } from "./test-failures.mjs";

const root = path.resolve(import.meta.dirname, "..");

runScript(async () => {
  // Reports of an earlier run must not be counted for one that crashed.
  rmSync(path.join(root, REPORTS), { recursive: true, force: true });
  mkdirSync(path.join(root, REPORTS), { recursive: true });
  await generateClient();
  const checked = await runLanes(CHECKS);
  // Two of the same kind would share the cores and time out; these two have the machine to themselves.
  const withDatabase = await runLanes([DATABASE_TESTS], { width: 1 });
  const journeys = await browserTests();
  const lanes = [...checked, ...withDatabase, ...journeys.lanes].map(({ ok, report }) => ({
    ok,
    report: report && path.join(root, report),
  }));
  for (const failure of lanes.flatMap(({ report }) => failuresOf(report))) console.error(`\n${failure}`);
  const sum = total([...lanes.map(countsOf), ...journeys.counts]);
  console.log(closingLine(sum));
  return sum.failed > 0 ? 1 : 0;
});

/** The lanes that ran, or what is counted where none could. */
async function browserTests() {
  const files = journeyFiles(root);
  if (files.length === 0) {
    console.error("skipped  journeys     there are none");
    return { lanes: [], counts: [] };
  }
  try {
    return { lanes: await runJourneys(root), counts: [] };
  } catch (error) {
    console.error(`FAILED  journeys     ${error.message}`);
    return { lanes: [], counts: [{ passed: 0, failed: files.length, skipped: 0 }] };
  }
}
