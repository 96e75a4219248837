import type { ChartPoint, ChartUnit } from "./chart-series";
import { chartValue, tickOf } from "./chart-words";

/** The words along an axis. */
export const TICK = { fill: "var(--ink-faint)", fontSize: 11 };

/** What every chart's time axis looks like. */
export const timeAxis = (points: readonly ChartPoint[]) => ({
  dataKey: "at",
  tickFormatter: tickOf(points[0]?.at ?? "", points.at(-1)?.at ?? ""),
  tick: TICK,
  tickLine: false,
  axisLine: { stroke: "var(--line-strong)" },
  minTickGap: 36,
});

/** What every chart's axis of values looks like; how wide it is depends on them. */
export const valueAxis = (unit: ChartUnit) => ({
  tick: TICK,
  tickLine: false,
  axisLine: false,
  tickFormatter: (value: number) => chartValue(value, unit),
});
