import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { closingLine, countsOf, total } from "./test-counts.mjs";

const folder = mkdtempSync(path.join(os.tmpdir(), "chittysync-counts-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const vitest = { numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 };
const playwright = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } };

test("a lane without a report is one test", () => {
  expect(countsOf({ ok: true })).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(countsOf({ ok: false })).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a report gives its own numbers", () => {
  expect(countsOf({ ok: false, report: report("v.json", vitest) })).toEqual({
    passed: 7,
    failed: 2,
    skipped: 2,
  });
  expect(countsOf({ ok: false, report: report("p.json", playwright) })).toEqual({
    passed: 4,
    failed: 1,
    skipped: 2,
  });
});

test("a failure that the report does not know of still counts", () => {
  const clean = report("c.json", { ...vitest, numFailedTests: 0 });
  expect(countsOf({ ok: false, report: clean }).failed).toBe(1);
  expect(countsOf({ ok: true, report: path.join(folder, "missing.json") }).failed).toBe(1);
});

test("the closing line names what was skipped only if something was", () => {
  const some = { passed: 2, failed: 0, skipped: 0 };
  expect(closingLine(total([some, some]))).toBe("4 passed, 0 failed");
  expect(closingLine(total([some, { passed: 0, failed: 1, skipped: 3 }]))).toBe(
    "2 passed, 1 failed, 3 skipped",
  );
});
