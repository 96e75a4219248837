import { formatCount } from "@/lib/format/count";
import { exactTime, formatDuration } from "@/lib/format/moment";
import type { ChartUnit } from "./chart-series";

/** A value of a drawing in words; null = it was not measured, which is said. */
export function chartValue(value: number | null | undefined, unit: ChartUnit): string {
  if (value === null || value === undefined) return "not measured";
  if (unit === "ms") return formatDuration(value);
  if (unit === "percent") return `${Math.round(value * 10) / 10} %`;
  return formatCount(Math.round(value * 10) / 10);
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The instants' marks below a drawing, UTC: the clock where they lie within two days, else the day. */
export function tickOf(first: string, last: string): (at: string) => string {
  const isShort = Date.parse(last) - Date.parse(first) <= 2 * DAY_MS;
  return (at) => {
    const [day = "", clock = ""] = exactTime(at).split(", ");
    return isShort ? clock.slice(0, 5) : day.split(" ").slice(0, 2).join(" ");
  };
}
