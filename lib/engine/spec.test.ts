import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const here = import.meta.dirname;
const root = path.resolve(here, "../..");
const spec = readFileSync(path.join(here, "SPEC.md"), "utf8");

/** The rules are the engine's own tests'; the promises are kept by tests of the rooms around it as well. */
const TESTED = ["lib", "scripts/sim", "scripts/crash-matrix"];
const isTest = (name: string): boolean =>
  /[.](test|test-kit)[.]ts$|testing\/run-store-kit\/[^/]+[.]ts$/.test(name) && !name.endsWith("spec.test.ts");
const tests = TESTED.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => path.join(root, folder, name))
    .filter(isTest)
    .map((file) => readFileSync(file, "utf8")),
).join("\n");

/** "| 7 | rule | "test", "test" |" of every table, in order. */
const rules = [...spec.matchAll(/^\| (\d+) \| .+ \| (.*) \|$/gm)].map(([, number, names]) => ({
  number: Number(number),
  tests: [...(names ?? "").matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? ""),
}));

describe("SPEC.md", () => {
  it("numbers its rules without a gap", () => {
    expect(rules.length).toBeGreaterThan(50);
    expect(rules.map(({ number }) => number)).toEqual(rules.map((_rule, at) => at + 1));
  });

  it.each(rules)("rule $number names tests that exist", ({ tests: named }) => {
    expect(named).not.toEqual([]);
    const isThere = (name: string) => tests.includes(`"${name}"`) || tests.includes(`\`${name}\``);
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });
});
