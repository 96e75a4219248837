import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MoveWatch } from "./moved-cells";
import { prepareRules, puttingBack } from "./prepare";
import { is, row, rules, shows, side, textField } from "./testing/build";
import type { Value } from "./value";

const fields = ["id", "name", "city"].map(textField);
const given = rules({ fields, sides: ["a", "b"].map((id) => side(id, fields)) });
const prepared = prepareRules(given);

type Shown = readonly (readonly [before: Value, after: Value])[];

/** Each row's name before and after on side a, which is watched; side b shows what was. */
function found(names: Shown, { watched = ["a"], by = prepared } = {}) {
  const watch = new MoveWatch(watched, by);
  for (const [at, [before, after]] of names.entries()) {
    const base = { id: `k${at}`, name: before, city: "x" };
    watch.take(row(base, { a: shows({ ...base, name: after }, base), b: shows(base, base) }));
  }
  return watch.found();
}

const letters = "abcdefghij".split("");
const rotated = (values: readonly Value[], by = 1): Shown =>
  values.map((value, at) => [value, values[(at + by) % values.length] ?? null]);
const typed = (times: number): Shown => Array.from({ length: times }, (_, at) => [`was ${at}`, `is ${at}`]);

describe("cells that went from row to row", () => {
  it.each<readonly [string, Shown, number]>([
    ["three values in a ring", rotated(["a", "b", "c"]), 3],
    ["a column that was sorted", rotated(letters, 4), 10],
    ["a column pushed down by a cell", [[null, "new"], ...rotated(letters).slice(0, 9)] as Shown, 8],
    ["a sort, and some cells typed over", [...rotated(letters), ...typed(2)], 10],
    ["a choice of three, every one of them elsewhere", rotated(["u", "v", "w", "u", "v", "w"]), 6],
    ["sets", rotated([["p"], ["q"], ["p", "q"]]), 3],
    [
      "cells cut from three rows and pasted beside three others",
      [...rotated(["a", null, "b", null, "c", null])],
      6,
    ],
  ])("%s", (_name, names, moved) => {
    expect(found(names)).toEqual([{ sideId: "a", fields: ["name"], edits: names.length, moved }]);
  });

  it.each<readonly [string, Shown]>([
    ["nothing that changed", letters.map((value) => [value, value])],
    ["two rows that swap a value", rotated(["a", "b"])],
    ["a choice of two that is turned over in many rows", rotated(["yes", "no", "yes", "no", "yes", "no"])],
    ["new values", typed(50)],
    ["one value for all", letters.map((value) => [value, "done"])],
    ["a column that is emptied", letters.map((value) => [value, null])],
    [
      "steps of a work flow, each row one further",
      [..."abcabcabc"].map((step) => [step, String.fromCharCode(step.charCodeAt(0) + 1)]),
    ],
    ["some moves among as many edits", [...rotated(letters), ...typed(4)]],
  ])("are not %s", (_name, names) => expect(found(names)).toEqual([]));

  it("are looked for on the sides alone where people can move them, and not on one that is put back", () => {
    expect(found(rotated(letters), { watched: ["b"] })).toEqual([]);
    expect(found(rotated(letters), { by: prepareRules(puttingBack(given, new Set(["a"]))) })).toEqual([]);
  });

  it("are none where nothing was agreed before, as in a first sync and after a new mapping", () => {
    const watch = new MoveWatch(["a", "b"], prepared);
    for (const [at, [before, after]] of rotated(letters).entries()) {
      const base = { id: `k${at}`, name: before, city: "x" };
      const shown = shows({ ...base, name: after }, { id: `k${at}`, city: "x" });
      watch.take(row(null, { a: shown, b: is("never") }));
      watch.take(row(base, { a: shown, b: is("never") }));
    }
    expect(watch.found()).toEqual([]);
  });

  it("are told of each side by itself, its fields together", () => {
    const watch = new MoveWatch(["a", "b"], prepared);
    for (const [at, [before, after]] of rotated(letters).entries()) {
      const base = { id: `k${at}`, name: before, city: before };
      const a = shows({ ...base, name: after, city: after }, base);
      watch.take(row(base, { a, b: shows({ ...base, city: after }, base) }));
    }
    expect(watch.found()).toEqual([
      { sideId: "a", fields: ["name", "city"], edits: 20, moved: 20 },
      { sideId: "b", fields: ["city"], edits: 10, moved: 10 },
    ]);
  });

  it("are found after any sort of different values that leaves three rows or more elsewhere", () => {
    const drawn = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 3, maxLength: 60 });
    const sorts = drawn.chain((values) =>
      fc
        .shuffledSubarray(values, { minLength: values.length })
        .map((after) => values.map((value, at) => [value, after[at] ?? null] as const)),
    );
    fc.assert(
      fc.property(sorts, (names) => {
        const edits = names.filter(([before, after]) => before !== after).length;
        expect(found(names)).toEqual(
          edits < 3 ? [] : [{ sideId: "a", fields: ["name"], edits, moved: edits }],
        );
      }),
      { numRuns: 500 },
    );
  });
});
