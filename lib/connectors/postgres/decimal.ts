const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;
const MAX_EXPONENT = 20_000;
/** What most numbers are: canonical as they stand. */
const CANONICAL = /^(?!-0$)-?(?:0|[1-9]\d{0,30})(?:\.\d{0,30}[1-9])?$/;

/** A printed number in canonical form (no exponent, no trailing zeros), or null for what is no number. */
export function canonicalDecimal(text: string): string | null {
  if (CANONICAL.test(text)) return text;
  const parts = NUMBER.exec(text);
  if (!parts) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  if (whole === "" && fraction === "") return null;
  const shift = Number(exponent);
  if (Math.abs(shift) > MAX_EXPONENT) return null;
  const point = whole.length + shift;
  const digits = whole + fraction;
  const padded = point < 0 ? "0".repeat(-point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 0);
  return assembled(sign === "-", padded.slice(0, at), padded.slice(at));
}

/**
 * A canonical number rounded as PostgreSQL's numeric does: half away from zero, at `scale` digits after the
 * point (before it, if negative).
 */
export function roundedDecimal(text: string, scale: number): string {
  const negative = text.startsWith("-");
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  if (fraction.length <= scale) return text;
  const digits = whole + fraction;
  const kept = whole.length + scale;
  if (kept < 0) return "0";
  const up = (digits[kept] ?? "0") >= "5" ? 1n : 0n;
  const rounded = (BigInt(digits.slice(0, kept) || "0") + up).toString();
  if (scale <= 0) return assembled(negative, rounded === "0" ? "0" : rounded + "0".repeat(-scale), "");
  const padded = rounded.padStart(scale + 1, "0");
  return assembled(negative, padded.slice(0, -scale), padded.slice(-scale));
}

/** Digits before the point that a canonical number needs; zero needs none. */
export function wholeDigits(text: string): number {
  const [whole = ""] = text.replace("-", "").split(".");
  return whole === "0" ? 0 : whole.length;
}

function assembled(negative: boolean, whole: string, fraction: string): string {
  const left = whole.replace(/^0+/, "") || "0";
  const right = fraction.replace(/0+$/, "");
  const body = right === "" ? left : `${left}.${right}`;
  return negative && body !== "0" ? `-${body}` : body;
}
