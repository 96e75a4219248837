/**
 * What a formula may call: CEL's standard library, the string functions that never make a text longer, and arithmetic
 * between whole numbers and others, for a cell's number is a double while a literal like `2` is an int. Texts and
 * lists are bounded, since one allocation beyond a worker's heap ends the whole process, not the worker.
 * Plain JavaScript, because the formulas' worker loads it as it is.
 */
import { CelScalar, celEnv, celFunc, celList, listType } from "@bufbuild/cel";
import { strings } from "@bufbuild/cel/ext";
import { linearPattern } from "./linear-pattern.mjs";

const MAX_TEXT = 256 * 1024;
const MAX_LIST = 10_000;
const MAX_PATTERNS_KEPT = 200;

const NEVER_LONGER = new Set([
  "charAt",
  "indexOf",
  "lastIndexOf",
  "lowerAscii",
  "upperAscii",
  "substring",
  "trim",
]);

const { BYTES, DOUBLE, INT, STRING } = CelScalar;
const LIST = listType(CelScalar.DYN);

/** @returns {import("@bufbuild/cel").CelEnv} Evaluating in it throws nothing; errors come as CEL errors. */
export function formulaEnvironment() {
  const shorter = strings.filter((func) => NEVER_LONGER.has(func.name));
  return celEnv({ funcs: [...shorter, ...mixedArithmetic(), ...boundedSums()], re2: patterns() });
}

function boundedSums() {
  return [
    celFunc("_+_", [STRING, STRING], STRING, (left, right) => {
      bound(left.length + right.length, MAX_TEXT);
      return left + right;
    }),
    celFunc("_+_", [BYTES, BYTES], BYTES, (left, right) => {
      bound(left.length + right.length, MAX_TEXT);
      return Buffer.concat([left, right]);
    }),
    celFunc("_+_", [LIST, LIST], LIST, (left, right) => {
      bound(left.size + right.size, MAX_LIST);
      return celList([...left, ...right]);
    }),
  ];
}

/** @param {number} size @param {number} limit */
function bound(size, limit) {
  if (size > limit) throw new Error("too large");
}

/** @type {Readonly<Record<string, (left: number, right: number) => number>>} */
const ARITHMETIC = {
  "_+_": (left, right) => left + right,
  "_-_": (left, right) => left - right,
  "_*_": (left, right) => left * right,
  "_/_": (left, right) => left / right,
  "_%_": (left, right) => left % right,
};

function mixedArithmetic() {
  return Object.entries(ARITHMETIC).flatMap(([name, compute]) => {
    const mixed = [
      celFunc(name, [DOUBLE, INT], DOUBLE, (left, right) => compute(left, Number(right))),
      celFunc(name, [INT, DOUBLE], DOUBLE, (left, right) => compute(Number(left), right)),
    ];
    return name === "_%_" ? [...mixed, celFunc(name, [DOUBLE, DOUBLE], DOUBLE, compute)] : mixed;
  });
}

/** Patterns by re2js, bounded like those of a schema. */
function patterns() {
  /** @type {Map<string, import("./linear-pattern.mjs").LinearPattern>} */
  const kept = new Map();
  /** @param {string} pattern */
  const compile = (pattern) => {
    const found = kept.get(pattern);
    if (found !== undefined) return found;
    const compiled = linearPattern(pattern);
    if (compiled.isRefused) throw new Error("unusable pattern");
    if (kept.size >= MAX_PATTERNS_KEPT) kept.clear();
    kept.set(pattern, compiled);
    return compiled;
  };
  return { compile };
}
