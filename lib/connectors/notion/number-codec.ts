/**
 * Notion numbers are doubles. A canonical decimal is written only if the double reads back as the very same
 * digits; anything else would be changed by being synced.
 */

const CANONICAL = /^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

/** The shortest digits that give this double again, without an exponent. */
export function decimalText(double: number): string {
  if (double === 0) return "0";
  const [mantissa = "", exponent] = String(double).split("e");
  if (exponent === undefined) return mantissa;
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, "0");
}

/** The double for canonical digits, or null if the digits would not survive (or are not canonical). */
export function exactDouble(digits: string): number | null {
  if (!CANONICAL.test(digits)) return null;
  const double = Number(digits);
  return Number.isFinite(double) && decimalText(double) === digits ? double : null;
}

export const isCanonicalDecimal = (text: string): boolean => CANONICAL.test(text) && text !== "-0";

/** Plain digits as a person types them (`007`, `+1.50`) in canonical form; null if they are no number. */
export function canonicalDecimal(typed: string): string | null {
  const match = /^([+-]?)0*(\d+)(?:\.(\d*))?$/.exec(typed.trim());
  if (!match) return null;
  const [, sign, whole, fraction = ""] = match;
  const kept = fraction.replace(/0+$/, "");
  const digits = kept === "" ? `${whole}` : `${whole}.${kept}`;
  return sign === "-" && digits !== "0" ? `-${digits}` : digits;
}
