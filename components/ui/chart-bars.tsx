"use client";

import { lazy, type ReactNode } from "react";
import { ChartFrame } from "./chart-frame";
import type { ChartPoint, ChartUnit, Series } from "./chart-series";
import { OnceNear } from "./once-near";

// Fetched where one is about to be seen: no page without a chart pays for the library.
const Drawing = lazy(() =>
  import("./chart-bars-drawing").then((module) => ({ default: module.ChartBarsDrawing })),
);

interface Props {
  readonly label: string;
  /** At most four, from the bottom up: directions, outcomes. */
  readonly series: readonly Series[];
  readonly points: readonly ChartPoint[];
  readonly unit?: ChartUnit;
  readonly empty: ReactNode;
}

/** How much there was in each span of time, and of what. */
export function ChartBars({ label, series, points, unit = "count", empty }: Props) {
  return (
    <ChartFrame label={label} series={series} points={points} unit={unit} shape="bar" empty={empty}>
      <OnceNear>
        <Drawing series={series} points={points} unit={unit} />
      </OnceNear>
    </ChartFrame>
  );
}
