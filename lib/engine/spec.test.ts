import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const here = import.meta.dirname;
const spec = readFileSync(path.join(here, "SPEC.md"), "utf8");
const tests = readdirSync(here)
  .filter((name) => name.endsWith(".test.ts") && name !== "spec.test.ts")
  .map((name) => readFileSync(path.join(here, name), "utf8"))
  .join("\n");

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
    expect(named.filter((name) => !tests.includes(`"${name}"`))).toEqual([]);
  });
});
