const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?)?$/;
/** PostgreSQL counts from here, and rounds fractions of a second away from here. */
const EPOCH = BigInt(Date.UTC(2000, 0, 1)) * 1_000n;

/** Whether a canonical date or wall clock (without `Z`) names a moment of the calendar. */
export function isMoment(text: string): boolean {
  if (!FORM.test(text)) return false;
  const [year, month, day] = [
    1_000 * digit(text, 0) + 100 * digit(text, 1) + two(text, 2),
    two(text, 5),
    two(text, 8),
  ];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return false;
  return text.length === 10 || (two(text, 11) < 24 && two(text, 14) < 60 && two(text, 17) < 60);
}

/** The digit, or the number of two digits, that the form has there. */
const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const two = (text: string, at: number): number => 10 * digit(text, at) + digit(text, at + 1);

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(year: number, month: number): number {
  const leaps = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (DAYS[month - 1] ?? 0) + (leaps ? 1 : 0);
}

/** Removes the zeros that end a fraction, and the point that is left. */
export const trimmedFraction = (text: string): string =>
  text.includes(".") ? text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") : text;

/** A canonical wall clock rounded to `digits` after the second, as `timestamp(digits)` does; null beyond 9999. */
export function roundedClock(text: string, digits: number): string | null {
  const micros = microsOf(text);
  if (micros === null) return null;
  const unit = 10n ** BigInt(6 - digits);
  const offset = micros - EPOCH;
  const rounded = offset >= 0n ? (offset + unit / 2n) / unit : -((-offset + unit / 2n) / unit);
  return clockOf(EPOCH + rounded * unit);
}

function microsOf(text: string): bigint | null {
  const parts = FORM.exec(text);
  if (!parts || !isMoment(text)) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour || 0, minute || 0, second || 0, 0);
  return BigInt(date.getTime()) * 1_000n + BigInt((parts[7] ?? "").padEnd(6, "0"));
}

function clockOf(micros: bigint): string | null {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - fraction) / 1_000n)).toISOString();
  if (seconds.length !== 24) return null;
  return trimmedFraction(`${seconds.slice(0, 19)}.${String(fraction).padStart(6, "0")}`);
}
