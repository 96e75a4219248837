/**
 * Customers' regular expressions. They run by re2js only, whose time is the product of the pattern's program and the
 * text; the native engine's time is exponential in the text. Plain JavaScript, because the formulas' worker loads it
 * as it is.
 */
import { RE2JS } from "re2js";

export const MAX_PATTERN_LENGTH = 1_000;

/** Instructions; for each character of text, each of them costs some ten nanoseconds at worst. */
const MAX_PROGRAM = 1_400;

/** Compiling takes time before the program can be measured, so its size is estimated first, never too low. */
const MAX_ESTIMATE = 20_000;

const TOO_MUCH = "repeats too much; for the length of a text there are minLength and maxLength";

/**
 * @typedef {{ readonly isRefused: false, readonly size: number, readonly test: (text: string) => boolean }} LinearPattern
 * `size` is the number of steps that one character of text can cost. `test` looks for the pattern anywhere in the text.
 */

/** @typedef {{ readonly isRefused: true, readonly why: string }} RefusedPattern `why` ends a sentence about it. */

/**
 * @param {string} pattern In ECMAScript's notation, without look-around and back-references.
 * @returns {LinearPattern | RefusedPattern}
 */
export function linearPattern(pattern) {
  if (pattern.length > MAX_PATTERN_LENGTH) return refused(`is longer than ${MAX_PATTERN_LENGTH} characters`);
  // Quoted text would hide brackets from the estimate; ECMAScript has no such notation.
  if (pattern.includes("\\Q")) return refused("has \\Q, which is not supported");
  const translated = RE2JS.translateRegExp(pattern);
  if (programEstimate(translated) > MAX_ESTIMATE) return refused(TOO_MUCH);
  try {
    const program = RE2JS.compile(translated);
    const size = program.programSize();
    if (size > MAX_PROGRAM) return refused(TOO_MUCH);
    return { isRefused: false, size, test: (text) => program.test(text) };
  } catch {
    return refused("cannot be used: its notation is broken, or it has a look-around or a back-reference");
  }
}

/** @param {string} why @returns {RefusedPattern} */
const refused = (why) => ({ isRefused: true, why });

/**
 * At least as many instructions as the pattern compiles to, give or take a constant factor: one per atom, times the
 * counts of all the repetitions it stands in.
 * @param {string} pattern In re2's notation.
 */
function programEstimate(pattern) {
  /** @type {number[]} */
  const outer = [];
  let sum = 0;
  let atom = 0;
  let at = 0;
  while (at < pattern.length) {
    const repeat = repeatAt(pattern, at);
    if (repeat !== null) {
      sum += atom * (repeat.most - 1);
      atom *= repeat.most;
      at = repeat.end;
    } else if (pattern[at] === "(") {
      outer.push(sum);
      sum = 0;
      at += 1;
    } else if (pattern[at] === ")") {
      atom = sum + 2;
      sum = (outer.pop() ?? 0) + atom;
      at += 1;
    } else {
      atom = 1;
      sum += 2;
      at = atomEnd(pattern, at);
    }
  }
  return outer.reduce((total, part) => total + part, sum);
}

const REPEAT = /\{(\d{1,4})(?:,(\d{0,4}))?\}/y;

/** @param {string} pattern @param {number} at @returns {{ readonly most: number, readonly end: number } | null} */
function repeatAt(pattern, at) {
  REPEAT.lastIndex = at;
  const found = REPEAT.exec(pattern);
  if (found === null) return null;
  return { most: Math.max(Number(found[1]), Number(found[2] ?? 0), 1), end: REPEAT.lastIndex };
}

/** @param {string} pattern @param {number} at Where an escape, a class or one character begins. */
function atomEnd(pattern, at) {
  if (pattern[at] === "\\") return at + 2;
  if (pattern[at] !== "[") return at + 1;
  let end = at + 1;
  if (pattern[end] === "^") end += 1;
  if (pattern[end] === "]") end += 1;
  while (end < pattern.length && pattern[end] !== "]") {
    const name = pattern.startsWith("[:", end) ? pattern.indexOf(":]", end + 2) : -1;
    if (name >= 0) end = name + 2;
    else end += pattern[end] === "\\" ? 2 : 1;
  }
  return end + 1;
}
