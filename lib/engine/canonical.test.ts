import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalJson,
  keyText,
  matchKey,
  NORMALISER_VERSION,
  normaliseNumber,
  normaliseSet,
  rowHash,
  rowText,
} from "./canonical";
import { testDigest } from "./testing/build";
import type { Value } from "./value";

describe("normaliseNumber", () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ["0", "0"],
    ["-0", "0"],
    ["+0.00", "0"],
    ["007", "7"],
    ["-1.50", "-1.5"],
    [".5", "0.5"],
    ["5.", "5"],
    ["1e3", "1000"],
    ["1.25E+2", "125"],
    ["1.25e1", "12.5"],
    ["1e-3", "0.001"],
    ["-12e-1", "-1.2"],
    ["123456789012345678901234567890.10", "123456789012345678901234567890.1"],
    ["0e999999", "0"],
    ["1e150001", null],
    ["1e-150001", null],
    ["1e9999999", null],
    ["", null],
    [".", null],
    ["-", null],
    ["e5", null],
    ["1,5", null],
    ["0x10", null],
    [" 1", null],
    ["NaN", null],
    ["Infinity", null],
  ];
  it.each(cases)("%s -> %s", (text, expected) => expect(normaliseNumber(text)).toBe(expected));

  it("is idempotent and keeps the number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = normaliseNumber(String(number));
        if (text === null) throw new Error("refused");
        expect(normaliseNumber(text)).toBe(text);
        expect(Number(text)).toBe(number === 0 ? 0 : number);
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
      }),
    );
  });

  it("takes as long as the text is, not its square", () => {
    expect(normaliseNumber(`0.${"0".repeat(100_000)}1`)).toHaveLength(100_003);
    expect(normaliseNumber("1".repeat(150_001))).toBeNull();
  });
});

describe("normaliseSet", () => {
  it("sorts by code unit, once each, and knows no empty set", () => {
    expect(normaliseSet(["b", "a", "B", "a", "é", "\u{1f600}", "\uffff"])).toEqual([
      "B",
      "a",
      "b",
      "é",
      "\u{1f600}",
      "\uffff",
    ]);
    expect(normaliseSet([])).toBeNull();
  });
});

const text = fc.string({ unit: "grapheme" });
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  text,
  fc.array(text, { minLength: 1 }),
);
const id = fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/);

describe("canonical text", () => {
  it("is what the reference implementation of RFC 8785 gives", () => {
    fc.assert(
      fc.property(fc.dictionary(id, value), (cells) => {
        expect(rowText(cells, Object.keys(cells).sort())).toBe(canonicalize({ ...cells }));
      }),
    );
    fc.assert(
      fc.property(value, (one) => {
        expect(canonicalJson(one)).toBe(canonicalize(one));
      }),
    );
  });

  it("does not depend on the order in which cells were set", () => {
    expect(rowText({ b: "1", a: ["x"] }, ["a", "b"])).toBe('{"a":["x"],"b":"1"}');
  });

  it("tells what is not known from what is empty", () => {
    expect(rowText({ a: null }, ["a", "b"])).toBe('{"a":null}');
    expect(rowText({ a: null, b: null }, ["a", "b"])).toBe('{"a":null,"b":null}');
  });
});

describe("rowHash", () => {
  it("covers the normaliser's version and the given fields alone", () => {
    const hash = rowHash({ a: "1", z: "not mapped" }, ["a"], testDigest);
    expect(hash).toBe(testDigest(`${NORMALISER_VERSION}|{"a":"1"}`).slice(0, 32));
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(rowHash({ a: "2" }, ["a"], testDigest)).not.toBe(hash);
  });
});

describe("keyText", () => {
  it("keeps the parts apart and in the key's order", () => {
    expect(keyText({ a: "1", b: "2,3" }, ["b", "a"])).toBe('["2,3","1"]');
    expect(keyText({ a: '1","2', b: "3" }, ["a", "b"])).not.toBe(keyText({ a: "1", b: '2","3' }, ["a", "b"]));
    expect(keyText({ a: false }, ["a"])).toBe("[false]");
  });
  it.each([{ a: null, b: "1" }, { a: "", b: "1" }, { b: "1" }])("is null for %j", (cells) => {
    expect(keyText(cells as Record<string, Value>, ["a", "b"])).toBeNull();
  });
  it("is null for a registry without key fields", () => {
    expect(keyText({ a: "1" }, [])).toBeNull();
  });
});

describe("matchKey", () => {
  it("is the key's text where nothing is normalised", () => {
    const cells = { a: " Ab ", b: "1" };
    expect(matchKey(cells, ["a", "b"], false)).toBe(keyText(cells, ["a", "b"]));
    expect(matchKey({ a: " " }, ["a"], false)).toBe('[" "]');
  });

  const alike: readonly (readonly [string, string, string])[] = [
    ["spaces at the ends", "  A-1\t", "A-1"],
    ["runs of white space", "A \u00a0\n 1", "A 1"],
    ["upper and lower case", "STRASSE É", "strasse é"],
    ["composed and combining letters", "e\u0301", "\u00e9"],
    ["compatible forms", "\uff21\ufb01\u2460\u210c", "Afi1h"],
    ["a letter that only its lower case composes", "H\u0331", "\u1e96"],
  ];
  it.each(alike)("normalised, does not tell apart %s", (_name, left, right) => {
    expect(matchKey({ a: left }, ["a"], true)).toBe(matchKey({ a: right }, ["a"], true));
    expect(matchKey({ a: left }, ["a"], false)).not.toBe(matchKey({ a: right }, ["a"], false));
  });

  it.each([
    ["A 1", "A1"],
    ["a", "b"],
    ["ß", "ss"],
  ])("normalised, tells %j from %j", (left, right) => {
    expect(matchKey({ a: left }, ["a"], true)).not.toBe(matchKey({ a: right }, ["a"], true));
  });

  it("leaves parts that are no text as they are, and keeps parts apart", () => {
    expect(matchKey({ a: true, b: ["X"], c: " Y" }, ["c", "a", "b"], true)).toBe('["y",true,["X"]]');
  });

  it.each([{ a: " \u3000", b: "1" }, { a: "", b: "1" }, { a: null, b: "1" }, { b: "1" }])(
    "is null for %j: a part is empty once it is normalised",
    (cells) => expect(matchKey(cells as Record<string, Value>, ["a", "b"], true)).toBeNull(),
  );

  it("gives the same key for what it has normalised", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const key = matchKey({ a: text }, ["a"], true);
        const [folded] = key === null ? [""] : (JSON.parse(key) as string[]);
        expect(matchKey({ a: folded ?? "" }, ["a"], true)).toBe(key);
      }),
    );
  });
});
