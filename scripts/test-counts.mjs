import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * What a lane adds to the sum: the tests in its report, or itself as one test where it has none. A lane that
 * failed counts at least one failure, also when its report is missing or knows of none.
 * @param {{ ok: boolean, report?: string }} lane
 * @returns {Counts}
 */
export function countsOf({ ok, report }) {
  if (report === undefined) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const counts = existsSync(report) ? read(JSON.parse(readFileSync(report, "utf8"))) : undefined;
  if (counts === undefined) return { passed: 0, failed: 1, skipped: 0 };
  return { ...counts, failed: ok ? counts.failed : Math.max(1, counts.failed) };
}

/** Vitest's report (Jest's format) or Playwright's. */
function read(report) {
  if (report.stats !== undefined) {
    const { expected, unexpected, flaky, skipped } = report.stats;
    return { passed: expected + flaky, failed: unexpected, skipped };
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests = 0 } = report;
  if (numPassedTests === undefined) return undefined;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/** @param {Counts[]} all */
export function total(all) {
  const sum = (name) => all.reduce((count, counts) => count + counts[name], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** The last line of `npm test`, which other programs read. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
