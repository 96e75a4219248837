"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { ChartFrame } from "./chart-frame";
import type { ChartPoint, ChartUnit, Series } from "./chart-series";

// Fetched where it is drawn: no page without a chart pays for the library.
const Drawing = dynamic(() => import("./chart-bars-drawing").then((module) => module.ChartBarsDrawing), {
  ssr: false,
});

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
      <Drawing series={series} points={points} unit={unit} />
    </ChartFrame>
  );
}
