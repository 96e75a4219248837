/**
 * Sheets keeps dates as serial numbers: days since 1899-12-30, the fraction being the time of day. A serial
 * is a wall clock; only the spreadsheet's `timeZone` makes it an instant. A wall clock is held here as the
 * milliseconds that it would be in UTC.
 */
const DAY_MS = 86_400_000;
const EPOCH_MS = Date.UTC(1899, 11, 30);
/** Outside these the display and the parsing of serials are not to be relied on. */
const FIRST_WALL = Date.UTC(1900, 0, 1);
const LAST_WALL = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Milliseconds of `YYYY-MM-DD`; null for a day that no calendar has. */
export function wallOfDate(date: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (!match) return null;
  const time = new Date(0);
  // Date.UTC takes years below 100 for 19xx.
  time.setUTCFullYear(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return dateOfWall(time.getTime()) === date ? time.getTime() : null;
}

export const dateOfWall = (wall: number): string => new Date(wall).toISOString().slice(0, 10);

/** Milliseconds of `YYYY-MM-DDTHH:MM:SS[.f]`; null if it is no such time or finer than a millisecond. */
export function wallOfLocal(local: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?$/.exec(local);
  const day = match ? wallOfDate(match[1] ?? "") : null;
  if (!match || day === null) return null;
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4])];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return day + ((hours * 60 + minutes) * 60 + seconds) * 1_000 + Number((match[5] ?? "").padEnd(3, "0"));
}

/** The canonical local date-time: no fraction when it is zero, no trailing zeros in it. */
export function localOfWall(wall: number): string {
  const iso = new Date(wall).toISOString();
  const fraction = iso.slice(20, 23).replace(/0+$/, "");
  return fraction === "" ? iso.slice(0, 19) : `${iso.slice(0, 19)}.${fraction}`;
}

/** The serial of a wall clock; null if serials do not reach it or lose a part of it. */
export function serialOfWall(wall: number): number | null {
  if (wall < FIRST_WALL || wall > LAST_WALL) return null;
  const serial = (wall - EPOCH_MS) / DAY_MS;
  return wallOfSerial(serial) === wall ? serial : null;
}

/** The wall clock of a serial, to the millisecond (doubles are a few microseconds off); null out of range. */
export function wallOfSerial(serial: number): number | null {
  const wall = EPOCH_MS + Math.round(serial * DAY_MS);
  return wall >= FIRST_WALL && wall <= LAST_WALL ? wall : null;
}

/** The time of day of a serial as `HH:MM:SS[.f]`; null if it has days besides. */
export const clockOfSerial = (serial: number): string | null =>
  serial >= 0 && Math.round(serial * DAY_MS) < DAY_MS ? elapsedOfSerial(serial) : null;

/** The time that a serial measures, as `[-]HH:MM:SS[.f]` with as many hours as it has; null if it loses parts of it. */
export function elapsedOfSerial(serial: number): string | null {
  const milliseconds = Math.round(Math.abs(serial) * DAY_MS);
  if (milliseconds > LAST_WALL - EPOCH_MS) return null;
  const hours = Math.floor(milliseconds / 3_600_000);
  const rest = localOfWall(milliseconds % 3_600_000).slice("1970-01-01T00".length);
  return `${serial < 0 && milliseconds > 0 ? "-" : ""}${String(hours).padStart(2, "0")}${rest}`;
}

const clocks = new Map<string, Intl.DateTimeFormat | null>();

function clockOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  let clock: Intl.DateTimeFormat | null = null;
  try {
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    // A zone that this runtime does not know; the caller reports the cell as unreadable.
  }
  if (clocks.size < 1_000) clocks.set(timeZone, clock);
  return clock;
}

/** What the clock on the wall of `timeZone` shows at an instant; null for a zone that is not known. */
export function wallOfInstant(instant: number, timeZone: string): number | null {
  const clock = clockOf(timeZone);
  if (clock === null) return null;
  const part: Record<string, number> = {};
  for (const { type, value } of clock.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const milliseconds = ((instant % 1_000) + 1_000) % 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second) + milliseconds;
}

/**
 * The instant at which the clock on the wall of `timeZone` shows `wall`: the first of two when clocks go
 * back, null when they skipped it or the zone is not known.
 */
export function instantOfWall(wall: number, timeZone: string): number | null {
  const instants = [wall - DAY_MS, wall + DAY_MS].flatMap((near) => {
    const shown = wallOfInstant(near, timeZone);
    if (shown === null) return [];
    const instant = wall - (shown - near);
    return wallOfInstant(instant, timeZone) === wall ? [instant] : [];
  });
  return instants.length === 0 ? null : Math.min(...instants);
}
