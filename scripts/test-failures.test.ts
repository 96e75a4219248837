import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { failuresOf } from "./test-failures.mjs";

const folder = mkdtempSync(path.join(os.tmpdir(), "chittysync-failures-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test("a browser test that failed tells its file, its name and what it saw", () => {
  const red = "\u001b[31mexpected\u001b[39m";
  const failed = {
    file: "a.spec.ts",
    title: "rows are equal",
    ok: false,
    tests: [{ results: [{ errors: [{ message: `${red} Oslo` }] }] }],
  };
  const passed = { ...failed, ok: true };
  const suites = [{ specs: [passed], suites: [{ specs: [failed] }] }];
  expect(failuresOf(report("p.json", { suites }))).toEqual([
    "FAILED  a.spec.ts  rows are equal\n    expected Oslo",
  ]);
});

test("so does a test of the fast lane, and a file that could not be read", () => {
  const testResults = [
    {
      name: "a.test.ts",
      assertionResults: [
        { status: "passed", fullName: "one", failureMessages: [] },
        {
          status: "failed",
          fullName: "two",
          failureMessages: [Array.from({ length: 50 }, (_, at) => at).join("\n")],
        },
      ],
    },
    { name: "b.test.ts", message: "no such module", assertionResults: [] },
  ];
  const [two, unread] = failuresOf(report("v.json", { testResults }));
  expect(two).toMatch(/^FAILED {2}a\.test\.ts {2}two\n {4}0\n/);
  expect(two?.split("\n")).toHaveLength(15);
  expect(unread).toBe("FAILED  b.test.ts\n    no such module");
});

test("without a report there is nothing to tell", () => {
  expect(failuresOf(undefined)).toEqual([]);
  expect(failuresOf(path.join(folder, "none.json"))).toEqual([]);
});
