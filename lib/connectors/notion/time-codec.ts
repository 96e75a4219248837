import type { FieldType } from "@/lib/engine/value";

/**
 * Notion dates are a day, or an instant with milliseconds and an offset.
 *
 * - datetime: the instant. Notion keeps milliseconds, so finer digits are cut off.
 * - local-datetime: the wall clock that the string shows, whatever its offset. It is written at offset zero
 *   and comes back at offset zero, so it stays as it is; an entry made by a person at another offset gives
 *   the clock that the person saw.
 */

export type TimeType = Extract<FieldType, "date" | "datetime" | "local-datetime">;

export const isTimeType = (type: FieldType): type is TimeType =>
  type === "date" || type === "datetime" || type === "local-datetime";

const DAY = /^\d{4}-\d\d-\d\d$/;
const CLOCK = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?$/;

/** A Notion `start` as the canonical value, or the reason why it is none. */
export function decodeTime(
  type: TimeType,
  start: string,
): { readonly value: string } | { readonly reason: string } {
  if (DAY.test(start)) {
    if (type !== "date") return { reason: "The date has no time of day." };
    return isDay(start) ? { value: start } : { reason: "The date is not in the calendar." };
  }
  const match = CLOCK.exec(start);
  if (!match) return { reason: "The date has a form that is not known." };
  if (type === "date") return { reason: "The date has a time of day." };
  const [, day = "", minute = "", second = "00", fraction = "", offset = "Z"] = match;
  const milliseconds = fraction.slice(0, 3).padEnd(3, "0");
  const clock = `${day}T${minute}:${second}.${milliseconds}`;
  if (!isInstant(`${clock}Z`)) return { reason: "The date is not in the calendar." };
  if (type === "local-datetime") return { value: trimmed(clock) };
  const instant = new Date(`${clock}${offset}`);
  if (Number.isNaN(instant.getTime())) return { reason: "The date is not in the calendar." };
  const utc = instant.toISOString();
  return /^\d{4}-/.test(utc)
    ? { value: `${trimmed(utc.slice(0, -1))}Z` }
    : { reason: "The year is out of range." };
}

/** A canonical value as a Notion `start`, with what will be held; null if it is not in canonical form. */
export function encodeTime(
  type: TimeType,
  value: string,
): { readonly start: string; readonly held: string } | null {
  if (type === "date") return isDay(value) ? { start: value, held: value } : null;
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{0,5}[1-9]))?(Z?)$/.exec(value);
  if (!match || (match[3] === "Z") !== (type === "datetime")) return null;
  const [, second = "", fraction = "", zone = ""] = match;
  const clock = `${second}.${fraction.slice(0, 3).padEnd(3, "0")}`;
  return isInstant(`${clock}Z`) ? { start: `${clock}Z`, held: trimmed(clock) + zone } : null;
}

const isDay = (text: string): boolean => DAY.test(text) && isInstant(`${text}T00:00:00.000Z`);

/** Whether the text is a real instant: `Date` turns the 30th of February into the 1st of March. */
function isInstant(text: string): boolean {
  const instant = new Date(text);
  return !Number.isNaN(instant.getTime()) && instant.toISOString() === text;
}

const trimmed = (clock: string): string =>
  clock.replace(/\.(\d*?)0*$/, (_, kept: string) => (kept === "" ? "" : `.${kept}`));
