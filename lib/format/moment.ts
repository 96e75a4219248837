const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
  { from: DAY, size: DAY, unit: "d" },
  { from: HOUR, size: HOUR, unit: "h" },
  { from: MINUTE, size: MINUTE, unit: "min" },
  { from: 10 * SECOND, size: SECOND, unit: "s" },
] as const;

/** How far an ISO instant is from `now` (epoch ms): `just now`, `2 min ago`, `in 3 h`. */
export function relativeTime(iso: string, now: number): string {
  const ahead = new Date(iso).getTime() - now;
  const distance = Math.abs(ahead);
  const step = STEPS.find(({ from }) => distance >= from);
  if (!step) return ahead > 0 ? "now" : "just now";
  const text = `${Math.floor(distance / step.size)} ${step.unit}`;
  return ahead > 0 ? `in ${text}` : `${text} ago`;
}

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The instant to the second, in UTC as the audit has it: `23 Nov 2026, 13:40:22 UTC`. */
export function exactTime(iso: string): string {
  const at = new Date(iso);
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(twoDigits).join(":");
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${clock} UTC`;
}

/** The day of an instant, in UTC: `23 Nov 2026`. */
export const dayOf = (iso: string): string => exactTime(iso).split(",")[0] ?? iso;

/** A length of time in ms: `420 ms`, `4.2 s`, `1 min 05 s`, `2 h 03 min`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < MINUTE) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ${twoDigits(Math.floor((ms % MINUTE) / SECOND))} s`;
  return `${Math.floor(ms / HOUR)} h ${twoDigits(Math.floor((ms % HOUR) / MINUTE))} min`;
}

/** From one ISO instant to another, or to `now` while there is no end. */
export function span(start: string, end: string | null, now: number): string {
  return formatDuration((end ? new Date(end).getTime() : now) - new Date(start).getTime());
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");
