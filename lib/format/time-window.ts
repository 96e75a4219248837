/** How far back a screen looks, and in steps of how many hours. */
export const TIME_WINDOWS = {
  "24h": { word: "24 hours", hours: 24, stepHours: 1 },
  "7d": { word: "7 days", hours: 7 * 24, stepHours: 6 },
  "30d": { word: "30 days", hours: 30 * 24, stepHours: 24 },
} as const;

export type TimeWindow = keyof typeof TIME_WINDOWS;

export const WINDOW_NAMES = Object.keys(TIME_WINDOWS) as [TimeWindow, ...TimeWindow[]];

const HOUR_MS = 3_600_000;

/** The beginnings of the window's steps, oldest first, in UTC; the last one is not over. */
export function windowSteps(window: TimeWindow, now: Date): Date[] {
  const { hours, stepHours } = TIME_WINDOWS[window];
  const step = stepHours * HOUR_MS;
  const last = Math.floor(now.getTime() / step) * step;
  const count = hours / stepHours;
  return Array.from({ length: count }, (_, at) => new Date(last - (count - 1 - at) * step));
}
