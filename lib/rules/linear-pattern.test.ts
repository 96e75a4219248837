import { RE2JS } from "re2js";
import { describe, expect, test, vi } from "vitest";
import { linearPattern } from "./linear-pattern.mjs";

function usable(pattern: string) {
  const compiled = linearPattern(pattern);
  if (compiled.isRefused) throw new Error(`${pattern} was refused: ${compiled.why}`);
  return compiled;
}

describe("a pattern of ECMAScript's notation", () => {
  test.each([
    ["^[A-Z]{3}-\\d+$", "ABC-12", "ABC-"],
    ["\\u0041|\\u{1F600}", "😀", "B"],
    ["^a\\/b$", "a/b", "a\\/b"],
    ["(?<year>\\d{4})", "in 2024", "in 24"],
    ["^[^]$", "\n", ""],
    ["^[\\w.]+@[\\w.]+$", "a.b@c.d", "a b@c.d"],
    ["^\\p{Lu}", "Éa", "éa"],
    ["b", "abc", "ac"],
  ])("%s finds what it should", (pattern, found, missed) => {
    expect(usable(pattern).test(found)).toBe(true);
    expect(usable(pattern).test(missed)).toBe(false);
  });

  test.each([
    ["a back-reference", "(a)\\1", "back-reference"],
    ["a look-ahead", "(?=a)b", "look-around"],
    ["a look-behind", "(?<!a)b", "look-around"],
    ["an open bracket", "a(", "broken"],
    ["quoted text", "\\Qa\\E", "\\Q"],
    ["a long one", "a".repeat(1001), "1000 characters"],
    ["repetition within repetition", "(.{1000}){1000}", "repeats too much"],
    ["repetition after repetition", ".{1000}".repeat(100), "repeats too much"],
    ["repetition of much", `(${"a".repeat(900)}){1000}`, "repeats too much"],
    ["a program that is just too large", "a{1000}a{1000}a{1000}", "repeats too much"],
  ])("%s is refused, saying why", (_, pattern, why) => {
    const compiled = linearPattern(pattern);
    expect(compiled.isRefused && compiled.why).toContain(why);
  });
});

test("the size is that of the compiled program", () => {
  expect(usable("^a{50}$").size).toBe(RE2JS.compile("^a{50}$").programSize());
});

test.each([
  ["one after another", ".{1000}".repeat(140)],
  ["of a long group", `(${"[a-z]?".repeat(150)}){900}`],
  ["in one another", `((${"ab".repeat(200)}){10}c){90}`],
  ["behind a class that is empty", `[](${"a".repeat(900)}){1000}]`],
  ["behind a class of everything", `[^](${"a".repeat(900)}){1000}]`],
  ["before a group that is left open", `(${"a".repeat(900)}){1000}(`],
  ["in a group that is left open", `(a(${"a".repeat(900)}){1000}`],
])("repetition %s, of 100,000 instructions and more, is refused before it is compiled", (_, pattern) => {
  const compile = vi.spyOn(RE2JS, "compile");
  expect(linearPattern(pattern).isRefused).toBe(true);
  expect(compile).not.toHaveBeenCalled();
  compile.mockRestore();
});

test.each(["[(]{3}(a)", "[\\])(]{2}", "[[:alpha:](]{4}", "\\({3}", "[^\\]({]{5}"])(
  "brackets within %s are no groups",
  (pattern) => {
    expect(linearPattern(pattern).isRefused).toBe(false);
  },
);
