import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { CHECKS, DATABASE_TESTS, REPORTS } from "./check.mjs";
import { generateClient } from "./generate.mjs";
import { journeyFiles, runJourneys } from "./journeys.mjs";
import { runLanes } from "./lanes.mjs";
import { runScript } from "./plain-error.mjs";
import { closingLine, countsOf, total } from "./test-counts.mjs";

const root = path.resolve(import.meta.dirname, "..");

runScript(async () => {
  // Reports of an earlier run must not be counted for one that crashed.
  rmSync(path.join(root, REPORTS), { recursive: true, force: true });
  mkdirSync(path.join(root, REPORTS), { recursive: true });
  await generateClient();
  const checked = await runLanes(CHECKS);
  // Two of the same kind would share the cores and time out; these two have the machine to themselves.
  const withDatabase = await runLanes([DATABASE_TESTS], { width: 1 });
  const counts = [...checked, ...withDatabase].map(({ ok, report }) =>
    countsOf({ ok, report: report && path.join(root, report) }),
  );
  counts.push(...(await journeyCounts()));
  const sum = total(counts);
  console.log(closingLine(sum));
  return sum.failed > 0 ? 1 : 0;
});

async function journeyCounts() {
  const files = journeyFiles(root);
  if (files.length === 0) {
    console.error("skipped  journeys     there are none");
    return [{ passed: 0, failed: 0, skipped: 0 }];
  }
  try {
    const results = await runJourneys(root);
    return results.map(({ ok, report }) => countsOf({ ok, report: path.join(root, report) }));
  } catch (error) {
    console.error(`FAILED  journeys     ${error.message}`);
    return [{ passed: 0, failed: files.length, skipped: 0 }];
  }
}
