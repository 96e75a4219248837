import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localeRules } from "./locale";
import { formatNumber } from "./number-format";
import { parseEntry, serialOf } from "./parse-entry";

const us = localeRules("en_US");
const de = localeRules("de_DE");
const text = (stringValue: string) => ({ value: { stringValue } });

describe("typed text", () => {
  it.each([
    ["42", 42],
    ["-1,234.5", -1234.5],
    [".5", 0.5],
    ["1e3", 1000],
    ["007", 7],
    ["12.3%", 0.123],
    ["$1,200", 1200],
    ["-$3.50", -3.5],
    ["(5)", -5],
    ["2024-02-29", 45351],
    ["1/2/2024", 45293],
    ["Feb 29, 2024", 45351],
    ["29 February 2024", 45351],
    ["13:30", 0.5625],
    ["1:30 PM", 0.5625],
    ["1/2/2024 12:00", 45293.5],
    ["2024-01-02T12:00:00", 45293.5],
  ])("reads %s as a number", (typed, numberValue) => {
    expect(parseEntry(typed, us).value).toEqual({ numberValue });
  });

  it.each([
    "abc",
    "1.2.3",
    "1,23",
    "31/12/2024",
    "2024-02-30",
    "25:00 x",
    "12:61",
    "$",
    "%",
    "-",
    "1 2",
    "1.234,5",
  ])("leaves %s a text", (typed) => {
    expect(parseEntry(typed, us)).toEqual(text(typed));
  });

  it("follows the locale", () => {
    expect(parseEntry("1.234,5", de).value).toEqual({ numberValue: 1234.5 });
    expect(parseEntry("31.12.2024", de).value).toEqual({ numberValue: 45657 });
    expect(parseEntry("29. Februar 2024", de).value).toEqual({ numberValue: 45351 });
    expect(parseEntry("1.5", de)).toEqual(text("1.5"));
    expect(parseEntry("falsch", de)).toEqual({ value: { boolValue: false } });
    expect(parseEntry("falsch", us)).toEqual(text("falsch"));
  });

  it("takes the apostrophe off, keeps formulas, and obeys a text format", () => {
    expect(parseEntry("'=1", us)).toEqual(text("=1"));
    expect(parseEntry("=1+1", us)).toEqual({ value: { formulaValue: "=1+1" } });
    expect(parseEntry("007", us, { type: "TEXT" })).toEqual(text("007"));
    expect(parseEntry("", us)).toEqual({ value: undefined });
  });

  it("reads back every whole number and date it shows", () => {
    for (const rules of [us, de]) {
      fc.assert(
        fc.property(fc.integer({ min: -1e9, max: 1e9 }), (numberValue) => {
          const shown = formatNumber(numberValue, { type: "NUMBER", pattern: "#,##0" }, rules);
          expect(parseEntry(shown, rules).value).toEqual({ numberValue });
        }),
      );
      fc.assert(
        fc.property(fc.integer({ min: 367, max: 73_000 }), (numberValue) => {
          const shown = formatNumber(numberValue, { type: "DATE" }, rules);
          expect(parseEntry(shown, rules).value).toEqual({ numberValue });
        }),
      );
    }
  });
});

it("counts days from 1899-12-30", () => {
  expect(serialOf(1899, 12, 30)).toBe(0);
  expect(serialOf(1900, 1, 1)).toBe(2);
  expect(serialOf(2023, 2, 29)).toBeUndefined();
});
