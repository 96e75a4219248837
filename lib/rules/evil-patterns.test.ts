import { describe, expect, test } from "vitest";
import { linearPattern } from "./linear-pattern.mjs";

const PATTERNS = 500;

/** Steps that one text may cost here: a fifth of a row's budget, so that hundreds of patterns take seconds. */
const STEPS = 200_000;

let state = 41;
const roll = (below: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
};
const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T;

/** Atoms that overlap, each with a text that all of them match. */
const FAMILIES: readonly (readonly [text: string, atoms: readonly string[]])[] = [
  ["a", ["a", "a|a", "a|aa", "[ab]", ".", "\\w", "a?", "(?:a|b)", "[^b]", "\\S", "a|ab", "aa?"]],
  ["1", ["\\d", "[0-9]", ".", "1", "\\w", "1|11", "(?:1|\\d)", "[^a]"]],
  [" ", ["\\s", " ", "[ \\t]", ".", "\\W", " | ", "\\s|  "]],
  ["\u00e9", ["\\p{L}", ".", "\u00e9", "[\\p{L}\\p{N}]", "[^a]", "\u00e9|\u00e9\u00e9"]],
  ["ab", ["ab", "[ab]", ".", "a|b", "(?:ab|a|b)", "\\w"]],
];
const QUANTIFIERS = ["*", "+", "?", "*?", "+?", "{2,}", "{1,10}", "{0,30}", "{5}", "{1,5}?"];

/** Repetition in repetition, side by side or as alternatives, some levels deep, of atoms that overlap. */
function overlapping(atoms: readonly string[], depth: number): string {
  if (depth === 0) return `(?:${pick(atoms)})${pick(QUANTIFIERS)}`;
  const inner = () => overlapping(atoms, depth - 1);
  const body = [() => inner(), () => inner() + inner(), () => `${inner()}|${inner()}`][roll(3)]?.() ?? "";
  return `(${body})${pick(QUANTIFIERS)}`;
}

const evil = Array.from({ length: PATTERNS }, () => {
  const [text, atoms] = pick(FAMILIES);
  const body = overlapping(atoms, 1 + roll(3));
  return { pattern: `${pick(["^", "", "^.*"])}${body}${pick(["$", "!$", "x", "\\b$", ""])}`, text };
});

/** Milliseconds of this process that the work took, whatever else the machine does. */
function cost(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

describe("patterns that overlap with themselves", () => {
  test("are as many as there should be, and most of them are used", () => {
    expect(new Set(evil.map(({ pattern }) => pattern)).size).toBeGreaterThanOrEqual(PATTERNS * 0.95);
    expect(evil.filter(({ pattern }) => !linearPattern(pattern).isRefused).length).toBeGreaterThan(
      PATTERNS / 2,
    );
  });

  test("are refused, or cost no more than their size says", { timeout: 120_000 }, () => {
    const slow: string[] = [];
    for (const { pattern, text } of evil) {
      const compiled = linearPattern(pattern);
      const compiling = cost(() => linearPattern(pattern));
      let matching = 0;
      if (!compiled.isRefused) {
        const long = text.repeat(STEPS / compiled.size / text.length);
        matching = Math.max(...[long, `${long}!`, `!${long}`].map((each) => cost(() => compiled.test(each))));
      }
      // What is not linear takes seconds and more.
      if (compiling > 200 || matching > 200) slow.push(`${pattern}: ${compiling} and ${matching} ms`);
    }
    expect(slow).toEqual([]);
  });
});
