import { describe, expect, it } from "vitest";
import { numberFormatOf, textOfNumber } from "./number-format";

describe("the class of a format", () => {
  it.each([
    [undefined, undefined, "none"],
    ["NUMBER_FORMAT_TYPE_UNSPECIFIED", undefined, "none"],
    ["NUMBER", undefined, "plain"],
    ["TEXT", "@", "plain"],
    ["NUMBER", '[Red]0.00 "days"', "plain"],
    ["CURRENCY", "[$CHF-807] #,##0.00", "plain"],
    ["SCIENTIFIC", "0.00E+00", "plain"],
    ["NUMBER", "General", "plain"],
    ["DATE", "dd.MM.yyyy", "date"],
    ["NUMBER", "yyyy-mm-dd", "date"],
    ["DATE_TIME", undefined, "datetime"],
    ["NUMBER", "d.m.yy h:mm", "datetime"],
    ["TIME", "h:mm AM/PM", "time"],
    ["NUMBER", "mm:ss", "time"],
    ["TIME", "[h]:mm:ss", "duration"],
    ["DATE_TIME", "[mm]:ss.000", "duration"],
  ])("%s %s is %s", (type, pattern, expected) => {
    expect(numberFormatOf({ ...(type && { type }), ...(pattern && { pattern }) }).class).toBe(expected);
  });
});

describe("the text of a number", () => {
  const text = (number: number, pattern: string | undefined, type = "NUMBER") =>
    textOfNumber(number, numberFormatOf({ type, ...(pattern && { pattern }) }));

  it("is its digits, however they are grouped and rounded", () => {
    for (const pattern of [
      "0",
      "#,##0.00",
      "#,##0_);(#,##0)",
      "0.00;[Red]-0.00",
      "0.00E+00",
      "General",
      "@",
    ]) {
      for (const number of [1234.5, -7, 0]) expect(text(number, pattern)).toBeUndefined();
    }
    expect(text(5, undefined)).toBeUndefined();
    expect(text(5, "0 kg", "TEXT")).toBeUndefined();
    expect(text(0.5, undefined, "TIME")).toBeUndefined();
  });

  it("has the leading zeros that are shown", () => {
    expect(text(42, "00000")).toBe("00042");
    expect(text(0, "00000")).toBe("00000");
    expect(text(123_456, "00000")).toBe("123456");
    for (const number of [-42, 4.2]) expect(text(number, "00000")).toBeNull();
  });

  it("has what stands around the digits as it is", () => {
    expect(text(42, '"INV-"0000')).toBe("INV-0042");
    expect(text(7, '[Blue]\\N\\o0" (;)";-0')).toBe("No7 (;)");
    expect(text(-42, '"INV-"0000')).toBeNull();
  });

  it("is per hundred, to the last digit", () => {
    expect(text(0.07, "0%", "PERCENT")).toBe("7%");
    expect(text(-0.125, "0.00 %", "PERCENT")).toBe("-12.5%");
    expect(text(1, undefined, "PERCENT")).toBe("100%");
  });

  it("is not told where more than digits is shown", () => {
    const patterns = ['"$"#,##0.00', '#,##0.00 "€"', "[$€-407]0", "# ?/?", "000-00-0000", "#,##0,"];
    for (const pattern of patterns) expect(text(12, pattern)).toBeNull();
    expect(text(12, undefined, "CURRENCY")).toBeNull();
    expect(text(-12, '0;"minus "0')).toBeNull();
    expect(text(0, '0;-0;"none"')).toBeNull();
  });
});
