import { entryOf, isObject, type JsonObject } from "./body-check";
import { instantOf, isDay, parseMoment } from "./date-value";
import { mismatch } from "./failure";

const DAY_MS = 86_400_000;

/** Tests an instant in epoch milliseconds (null = empty). */
export type DateTest = (at: number | null) => boolean;

/**
 * A date condition. With a time it compares milliseconds; a day means the whole day in UTC. Relative words
 * and ranges count from `now` (epoch ms).
 */
export function dateTest(condition: JsonObject, path: string, now: number): DateTest | null {
  const [name = ""] = Object.keys(condition);
  const given = condition[name];
  const range = rangeOf(name, now);
  if (range !== null) {
    if (!isObject(given)) throw mismatch(`${path}.${name}`, "an object", given);
    return (at) => at !== null && at >= range.from && at < range.to;
  }
  const compare = entryOf(COMPARE, name);
  if (compare === undefined) return null;
  if (typeof given !== "string") throw mismatch(`${path}.${name}`, "a valid ISO 8601 date string", given);
  const wanted = relativeDay(given, now) ?? parseMoment(given, `${path}.${name}`, null, 1);
  const from = instantOf(wanted);
  const span = { from, to: isDay(wanted) ? from + DAY_MS : from + 1 };
  return (at) => at !== null && compare(at, span);
}

interface Span {
  readonly from: number;
  /** First millisecond after. */
  readonly to: number;
}

const COMPARE: Readonly<Record<string, (at: number, span: Span) => boolean>> = {
  equals: (at, { from, to }) => at >= from && at < to,
  before: (at, { from }) => at < from,
  after: (at, { to }) => at >= to,
  on_or_before: (at, { to }) => at < to,
  on_or_after: (at, { from }) => at >= from,
};

function relativeDay(word: string, now: number): string | null {
  const shift = entryOf(RELATIVE, word);
  return shift === undefined ? null : new Date(shift(now)).toISOString().slice(0, 10);
}

const monthsOn = (now: number, months: number): number => {
  const date = new Date(now);
  return date.setUTCMonth(date.getUTCMonth() + months);
};

const RELATIVE: Readonly<Record<string, (now: number) => number>> = {
  today: (now) => now,
  tomorrow: (now) => now + DAY_MS,
  yesterday: (now) => now - DAY_MS,
  one_week_ago: (now) => now - 7 * DAY_MS,
  one_week_from_now: (now) => now + 7 * DAY_MS,
  one_month_ago: (now) => monthsOn(now, -1),
  one_month_from_now: (now) => monthsOn(now, 1),
};

/** Ranges in whole UTC days around today; a week starts on Sunday. */
function rangeOf(name: string, now: number): Span | null {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const tomorrow = today + DAY_MS;
  switch (name) {
    case "this_week": {
      const from = today - new Date(today).getUTCDay() * DAY_MS;
      return { from, to: from + 7 * DAY_MS };
    }
    case "past_week":
      return { from: today - 7 * DAY_MS, to: tomorrow };
    case "past_month":
      return { from: monthsOn(today, -1), to: tomorrow };
    case "past_year":
      return { from: monthsOn(today, -12), to: tomorrow };
    case "next_week":
      return { from: today, to: today + 8 * DAY_MS };
    case "next_month":
      return { from: today, to: monthsOn(today, 1) + DAY_MS };
    case "next_year":
      return { from: today, to: monthsOn(today, 12) + DAY_MS };
    default:
      return null;
  }
}
