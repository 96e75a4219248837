import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseNumber } from "./canonical";
import type { Field } from "./field";
import { type Condition, matchesFilter } from "./filter";
import { type Cells, FIELD_TYPES, type Value } from "./value";

/** One field of each type, called after it. */
const fields: readonly Field[] = FIELD_TYPES.map((type) => ({ id: type, name: type, type }));

const meets = (condition: Condition, cells: Cells) => matchesFilter({ all: [condition] }, cells, fields);

describe("matchesFilter", () => {
  const draft: Condition = { field: "select", is: "equal", value: "Draft" };
  const large: Condition = { field: "number", is: "greater", value: "10" };
  it("lets every row pass where there is no filter", () => {
    expect(matchesFilter(null, {}, fields)).toBe(true);
  });
  it("all: every condition must be met", () => {
    expect(matchesFilter({ all: [draft, large] }, { select: "Draft", number: "11" }, fields)).toBe(true);
    expect(matchesFilter({ all: [draft, large] }, { select: "Draft", number: "10" }, fields)).toBe(false);
    expect(matchesFilter({ all: [] }, {}, fields)).toBe(true);
  });
  it("any: one condition is enough", () => {
    expect(matchesFilter({ any: [draft, large] }, { select: "Final", number: "11" }, fields)).toBe(true);
    expect(matchesFilter({ any: [draft, large] }, { select: "Final", number: "10" }, fields)).toBe(false);
    expect(matchesFilter({ any: [] }, {}, fields)).toBe(false);
  });
});

describe("a condition", () => {
  type Is = Condition["is"];
  const cases: readonly (readonly [string, Is, Value | undefined, Value | undefined, boolean])[] = [
    // field, test, cell, value, met
    ["text", "equal", "a", "a", true],
    ["text", "equal", "a", "A", false],
    ["text", "equal", null, "a", false],
    ["text", "equal", null, null, true],
    ["text", "equal", undefined, undefined, true],
    ["text", "not-equal", "a", "b", true],
    ["text", "not-equal", "a", "a", false],
    ["text", "not-equal", null, "a", true],
    ["number", "equal", "5", "5.00", true],
    ["number", "equal", "0.1", "1e-1", true],
    ["number", "equal", "5", "five", false],
    ["number", "equal", "none", "five", false],
    ["number", "not-equal", "5", "5.0", false],
    ["text", "equal", "5", "5.0", false],
    ["boolean", "equal", true, true, true],
    ["boolean", "equal", false, true, false],
    ["boolean", "equal", null, false, false],
    ["multi-select", "equal", ["a", "b"], ["b", "a"], true],
    ["multi-select", "equal", ["a", "b"], ["a"], false],
    ["multi-select", "equal", ["a"], "a", true],
    ["multi-select", "equal", null, [], true],
    ["relation", "equal", ["r1", "r2"], ["r2", "r1"], true],
    ["relation", "not-equal", ["r1", "r2"], ["r1"], true],
    ["select", "one-of", "Draft", ["Draft", "Final"], true],
    ["select", "one-of", "Archived", ["Draft", "Final"], false],
    ["select", "one-of", "Draft", "Draft", true],
    ["select", "one-of", null, ["Draft"], false],
    ["select", "one-of", "Draft", [], false],
    ["select", "one-of", "Draft", null, false],
    ["integer", "one-of", "7", ["7.0"], true],
    ["multi-select", "one-of", ["a", "b"], ["b", "c"], true],
    ["multi-select", "one-of", ["a", "b"], ["c"], false],
    ["select", "not-one-of", "Archived", ["Draft", "Final"], true],
    ["select", "not-one-of", "Draft", ["Draft", "Final"], false],
    ["select", "not-one-of", null, ["Draft"], true],
    ["multi-select", "not-one-of", ["a"], ["a"], false],
    ["text", "empty", null, undefined, true],
    ["text", "empty", undefined, undefined, true],
    ["text", "empty", "", undefined, true],
    ["text", "empty", " ", undefined, false],
    ["boolean", "empty", false, undefined, false],
    ["multi-select", "empty", null, undefined, true],
    ["text", "not-empty", "a", undefined, true],
    ["text", "not-empty", "", undefined, false],
    ["text", "contains", "invoice 7", "voice", true],
    ["text", "contains", "invoice 7", "Voice", false],
    ["text", "contains", null, "a", false],
    ["select", "contains", "In review", "review", true],
    ["number", "contains", "123", "2", false],
    ["multi-select", "contains", ["a", "bc"], "bc", true],
    ["multi-select", "contains", ["a", "bc"], "b", false],
    ["multi-select", "contains", ["a", "b", "c"], ["a", "c"], true],
    ["multi-select", "contains", ["a", "b"], ["a", "c"], false],
    ["multi-select", "contains", ["a"], null, false],
    ["relation", "contains", ["r1", "r2"], "r2", true],
    ["number", "greater", "10", "9", true],
    ["number", "greater", "9", "10", false],
    ["number", "greater", "9", "9.0", false],
    ["number", "greater", "9", "nine", false],
    ["number", "greater", "-9", "-10", true],
    ["number", "greater", "0.30000000000000001", "0.3", true],
    ["integer", "greater", "9007199254740993", "9007199254740992", true],
    ["number", "less", "-1.5", "-1.25", true],
    ["number", "less", "-1", "0", true],
    ["number", "less", "2", "10", true],
    ["number", "less", null, "10", false],
    ["date", "less", "2026-01-09", "2026-01-10", true],
    ["date", "greater", "2026-01-10", "2026-01-10", false],
    ["datetime", "greater", "2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00Z", true],
    ["datetime", "less", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", true],
    ["local-datetime", "greater", "2026-01-01T00:00:00.5", "2026-01-01T00:00:00", true],
    ["text", "greater", "b", "a", true],
    ["text", "greater", "a", "B", true],
    ["text", "less", "\uffee", "\u{1f600}", true],
    ["text", "greater", "ab", "a", true],
    ["boolean", "greater", true, false, false],
    ["json", "greater", "[2]", "[1]", false],
    ["multi-select", "less", ["a"], "b", false],
  ];
  it.each(cases)("%s %s: %j against %j is %s", (field, is, cell, value, met) => {
    const condition = value === undefined ? { field, is } : { field, is, value };
    expect(meets(condition, cell === undefined ? {} : { [field]: cell })).toBe(met);
  });

  const unknown: readonly (readonly [Is, boolean])[] = [
    ["equal", false],
    ["one-of", false],
    ["contains", false],
    ["greater", false],
    ["less", false],
    ["not-empty", false],
    ["empty", true],
    ["not-equal", true],
    ["not-one-of", true],
  ];
  it.each(unknown)("on a field that does not exist: %s is %s", (is, met) => {
    for (const value of ["a", null]) expect(meets({ field: "other", is, value }, { other: "a" })).toBe(met);
  });

  it("orders decimals as their numbers are ordered", () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.nat(12))
      .map(([digits, places]) => ({ digits, places }));
    const textOf = ({ digits, places }: { readonly digits: bigint; readonly places: number }) =>
      normaliseNumber(`${digits}e-${places}`) ?? "";
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [left, right] = [a.digits * 10n ** BigInt(b.places), b.digits * 10n ** BigInt(a.places)];
        const [cell, value] = [textOf(a), textOf(b)];
        expect(meets({ field: "number", is: "greater", value }, { number: cell })).toBe(left > right);
        expect(meets({ field: "number", is: "less", value }, { number: cell })).toBe(left < right);
        expect(meets({ field: "number", is: "equal", value }, { number: cell })).toBe(left === right);
      }),
    );
  });
});
