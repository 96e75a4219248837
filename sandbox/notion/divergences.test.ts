import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

/** How many things an emulator of Notion has to reproduce to be honest. */
const BEHAVIOURS = 27;

interface Row {
  readonly numbers: readonly number[];
  readonly behaviour: string;
  readonly basis: string;
  readonly last: string;
}

function rowsIn(text: string): Row[] {
  return text
    .split("\n")
    .filter((line) => /^\| (?!#|---)/.test(line))
    .map((line) => {
      const [numbers = "", behaviour = "", basis = "", last = ""] = line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim());
      return { numbers: numbers.split(", ").map(Number), behaviour, basis, last };
    });
}

const document = readFileSync(path.resolve(import.meta.dirname, "../DIVERGENCES.md"), "utf8");
const [, notion = ""] = /\n## Notion\n(.*?)\n## /s.exec(document) ?? [];
const [kept = "", left = ""] = notion.split("Not reproduced:");
const reproduced = rowsIn(kept);
const leftOut = rowsIn(left);

it("every behaviour has a row among those that are reproduced", () => {
  const named = new Set(reproduced.flatMap(({ numbers }) => numbers));
  const wanted = Array.from({ length: BEHAVIOURS }, (_, at) => at + 1);
  expect(wanted.filter((number) => !named.has(number))).toEqual([]);
  expect([...named].filter((number) => !wanted.includes(number))).toEqual([]);
  expect(leftOut.length).toBeGreaterThan(0);
});

it.each([...reproduced, ...leftOut])("says on what basis: $behaviour", ({ numbers, basis, last }) => {
  expect(basis).toMatch(/\b(documented|observed|assumed)\b/);
  expect(numbers.every(Number.isInteger)).toBe(true);
  expect(last).not.toBe("");
});

it.each(reproduced)("names tests that exist: $behaviour", ({ last }) => {
  const tests = [...last.matchAll(/`([^`]+\.test\.ts)`/g)].map(([, name = ""]) => name);
  expect(tests).not.toEqual([]);
  expect(tests.filter((name) => !existsSync(path.resolve(import.meta.dirname, name)))).toEqual([]);
});
