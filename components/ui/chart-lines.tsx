"use client";

import { lazy, type ReactNode } from "react";
import { ChartFrame } from "./chart-frame";
import type { ChartPoint, ChartUnit, Series } from "./chart-series";
import { OnceNear } from "./once-near";

// Fetched where one is about to be seen: no page without a chart pays for the library.
const Drawing = lazy(() =>
  import("./chart-lines-drawing").then((module) => ({ default: module.ChartLinesDrawing })),
);

interface Props {
  readonly label: string;
  /** At most four; the first is drawn as an area. Percentiles: p50, p95, p99 in this order. */
  readonly series: readonly Series[];
  readonly points: readonly ChartPoint[];
  readonly unit: ChartUnit;
  /** What it should stay under, and what that line is called. */
  readonly goal?: { readonly value: number; readonly word: string };
  readonly empty: ReactNode;
}

/** How values went over time. */
export function ChartLines({ label, series, points, unit, goal, empty }: Props) {
  return (
    <ChartFrame label={label} series={series} points={points} unit={unit} shape="line" empty={empty}>
      <OnceNear>
        <Drawing series={series} points={points} unit={unit} goal={goal} />
      </OnceNear>
    </ChartFrame>
  );
}
