/** When a digest comes, by the clock of whoever reads it. */
const HOUR = 8;
const HOUR_MS = 60 * 60_000;

/** Whether the name is one of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** The day there, as `2026-11-30`. */
export const localDay = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);

const localHour = (at: Date, timeZone: string): number =>
  Number(new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(at));

/**
 * The next time that it is eight in the morning there, after `now`: the first quarter of an hour of that hour, whatever
 * the zone's distance from UTC; on a day whose clocks skip it, the first after it.
 */
export function nextMorning(now: Date, timeZone: string): Date {
  const quarter = HOUR_MS / 4;
  const first = Math.floor(now.getTime() / quarter) * quarter + quarter;
  for (let at = first; at < first + 2 * 24 * HOUR_MS; at += quarter) {
    const [here, before] = [new Date(at), new Date(at - quarter)];
    if (localHour(here, timeZone) >= HOUR && localHour(before, timeZone) < HOUR) return here;
  }
  return new Date(first + 24 * HOUR_MS);
}
