import { type JsonObject, onlyKeys, textAt } from "./body-check";
import { invalid, mismatch } from "./failure";
import type { DateValue } from "./record";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * A written date as it will be read. Days stay days; datetimes come back with an offset and
 * `time_zone: null`: the written zone's offset at that time, the written offset, or UTC.
 */
export function parseDate(value: JsonObject, path: string, grainMs: number): DateValue {
  onlyKeys(value, path, ["start", "end", "time_zone"]);
  const zone = value.time_zone ?? null;
  if (zone !== null && !isZone(zone)) throw mismatch(`${path}.time_zone`, "a valid IANA time zone", zone);
  const start = parseMoment(textAt(value.start, `${path}.start`), `${path}.start`, zone, grainMs);
  const end =
    value.end === undefined || value.end === null
      ? null
      : parseMoment(textAt(value.end, `${path}.end`), `${path}.end`, zone, grainMs);
  if (end !== null) {
    if (DAY.test(start) !== DAY.test(end))
      throw invalid("Start date and end date must both include a time, or neither.");
    if (instantOf(end) < instantOf(start)) throw invalid("Start date must be before end date.");
  }
  return { start, end };
}

/** Epoch milliseconds; a day is its midnight in UTC. */
export const instantOf = (text: string): number => Date.parse(text);

export const isDay = (text: string): boolean => DAY.test(text);

/** A filter's or a person's date text, checked: days and datetimes, UTC where no offset is given. */
export function parseMoment(text: string, path: string, zone: string | null, grainMs: number): string {
  if (DAY.test(text)) {
    if (zone !== null) throw invalid(`${path} must include a time when time_zone is given.`);
    if (!isRealDay(text)) throw mismatch(path, "a valid ISO 8601 date string", text);
    return text;
  }
  const match = MOMENT.exec(text);
  const [, day = "", hour = "", minute = "", second = "00", fraction = "", offset] = match ?? [];
  if (match === null || !isRealDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    throw mismatch(path, "a valid ISO 8601 date string", text);
  if (zone !== null && offset !== undefined)
    throw invalid(`${path} must not have a UTC offset when time_zone is given.`);
  const wall = Date.parse(`${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, "0")}Z`);
  const minutes = zone !== null ? zoneOffset(wall, zone) : offsetMinutes(offset);
  const floored = Math.floor(wall / grainMs) * grainMs;
  return new Date(floored).toISOString().replace("Z", offsetText(minutes));
}

const isRealDay = (day: string): boolean => {
  const parsed = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(day);
};

function isZone(value: unknown): value is string {
  if (typeof value !== "string" || value === "") return false;
  try {
    return Intl.DateTimeFormat("en", { timeZone: value }) !== undefined;
  } catch {
    return false;
  }
}

function offsetMinutes(offset: string | undefined): number {
  if (offset === undefined || offset.toUpperCase() === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return offset.startsWith("-") ? -minutes : minutes;
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Minutes east of UTC in `zone` when its clocks show `wall` (given as if it were UTC). */
function zoneOffset(wall: number, zone: string): number {
  let offset = 0;
  // Twice: the first guess may lie on the other side of a clock change.
  for (let round = 0; round < 2; round++) offset = offsetAt(wall - offset * 60_000, zone);
  return offset;
}

function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(instant);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"));
  return Math.round((shown - Math.floor(instant / 60_000) * 60_000) / 60_000);
}

/** A record's time as the API gives it: floored to the minute. */
export const minuteText = (ms: number): string => new Date(minuteOf(ms)).toISOString();

export const minuteOf = (ms: number): number => Math.floor(ms / 60_000) * 60_000;
