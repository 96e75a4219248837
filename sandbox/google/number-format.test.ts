import { expect, it } from "vitest";
import { localeRules } from "./locale";
import { formatNumber, isDateFormat } from "./number-format";

const us = localeRules("en_US");
const de = localeRules("de_DE");
const under = (type: string, pattern?: string) => ({ type, ...(pattern === undefined ? {} : { pattern }) });

it.each([
  [0.1 + 0.2, undefined, "0.3"],
  [1 / 3, undefined, "0.3333333333"],
  [1234567.5, undefined, "1234567.5"],
  [1e15, undefined, "1E+15"],
  [1234.5, under("NUMBER"), "1,234.50"],
  [-1234.5, under("CURRENCY"), "-$1,234.50"],
  [0.125, under("PERCENT"), "12.50%"],
  [5, under("NUMBER", "000"), "005"],
  [5.5, under("NUMBER", '0.0#" kg"'), "5.5 kg"],
  [-2, under("NUMBER", "0;(0)"), "(2)"],
  [12345, under("SCIENTIFIC"), "1.23E+04"],
  [45351.5, under("DATE_TIME"), "2/29/2024 12:00:00"],
  [45351, under("DATE", "yyyy-mm-dd"), "2024-02-29"],
  [45351, under("DATE", "dddd, mmmm d"), "Thursday, February 29"],
  [0.5625, under("TIME"), "1:30:00 PM"],
  [1.5, under("TIME", "[h]:mm"), "36:00"],
  [44384.71844300038, under("DATE_TIME", "hh:mm:ss.000"), "17:14:33.475"],
  [7, under("TEXT"), "7"],
])("shows %s under %j as %s", (value, format, shown) => {
  expect(formatNumber(value, format, us)).toBe(shown);
});

it("follows the locale", () => {
  expect(formatNumber(1234.5, under("CURRENCY"), de)).toBe("1.234,50 €");
  expect(formatNumber(45351, under("DATE"), de)).toBe("29.02.2024");
  expect(formatNumber(0.5, undefined, de)).toBe("0,5");
});

it("tells dates from numbers by type or pattern", () => {
  expect(isDateFormat(under("DATE"))).toBe(true);
  expect(isDateFormat(under("NUMBER", "yyyy"))).toBe(true);
  expect(isDateFormat(under("NUMBER", '0 "days"'))).toBe(false);
  expect(isDateFormat(under("SCIENTIFIC", "0.00E+00"))).toBe(false);
  expect(isDateFormat(undefined)).toBe(false);
});
