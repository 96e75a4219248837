import { normaliseNumber } from "./canonical";
import type { FieldType } from "./value";

/**
 * Which of two texts of a field's type comes first: below, at or above 0; null = the type has no order, or one of
 * them is no value of it. Decimals compare digit by digit, so exactly; everything else by Unicode code point,
 * which for dates and times is their order in time.
 */
export function compareTexts(type: FieldType, a: string, b: string): number | null {
  switch (type) {
    case "number":
    case "integer": {
      const [left, right] = [normaliseNumber(a), normaliseNumber(b)];
      return left === null || right === null ? null : compareDecimals(left, right);
    }
    case "datetime":
      // The mark of the zone would sort a whole second after its fractions.
      return compareCodePoints(a.replace(/Z$/, ""), b.replace(/Z$/, ""));
    case "date":
    case "local-datetime":
    case "text":
    case "select":
      return compareCodePoints(a, b);
    case "boolean":
    case "json":
    case "multi-select":
    case "relation":
      return null;
  }
}

/** Two canonical decimals, without rounding. */
function compareDecimals(a: string, b: string): number {
  const [isNegative, isOtherNegative] = [a.startsWith("-"), b.startsWith("-")];
  if (isNegative !== isOtherNegative) return isNegative ? -1 : 1;
  const order = compareMagnitudes(isNegative ? a.slice(1) : a, isNegative ? b.slice(1) : b);
  return isNegative ? -order : order;
}

function compareMagnitudes(a: string, b: string): number {
  const [whole = "", fraction = ""] = a.split(".");
  const [otherWhole = "", otherFraction = ""] = b.split(".");
  if (whole.length !== otherWhole.length) return whole.length - otherWhole.length;
  // No trailing zeros: the longer of two fractions that begin alike is the greater.
  return compareCodePoints(whole, otherWhole) || compareCodePoints(fraction, otherFraction);
}

function compareCodePoints(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const [left, right] = [rankOf(a.charCodeAt(at)), rankOf(b.charCodeAt(at))];
    if (left !== right) return left - right;
  }
  return a.length - b.length;
}

/** Surrogates stand for code points beyond all that one UTF-16 unit can hold. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
