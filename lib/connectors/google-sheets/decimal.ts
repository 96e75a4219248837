/** Digits that every double of Sheets keeps and shows. */
const EXACT_DIGITS = 15;

/** Canonical decimal text of plain digits (no exponent, no grouping); null if the text is not that. */
export function decimalOf(text: string): string | null {
  const match = /^(-?)(\d{1,400})(?:\.(\d{1,400}))?$/.exec(text);
  if (!match) return null;
  const whole = (match[2] ?? "").replace(/^0+(?=\d)/, "");
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  const digits = fraction === "" ? whole : `${whole}.${fraction}`;
  return match[1] === "-" && digits !== "0" ? `-${digits}` : digits;
}

/** The shortest decimal that reads back as this double, without exponent. */
export function decimalOfDouble(number: number): string | null {
  if (!Number.isFinite(number)) return null;
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(number.toExponential());
  if (!match) return null;
  const digits = `${match[2]}${match[3] ?? ""}`;
  const point = Number(match[4]) + 1;
  const sign = match[1] ?? "";
  if (point <= 0) return decimalOf(`${sign}0.${"0".repeat(-point)}${digits}`);
  if (point >= digits.length) return decimalOf(`${sign}${digits}${"0".repeat(point - digits.length)}`);
  return decimalOf(`${sign}${digits.slice(0, point)}.${digits.slice(point)}`);
}

/** The double that holds this canonical decimal exactly as Sheets shows it; null if none does. */
export function exactDouble(decimal: string): number | null {
  const significant = decimal.replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
  if (significant.length > EXACT_DIGITS) return null;
  const number = Number(decimal);
  return decimalOfDouble(number) === decimal ? number : null;
}
