"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { TICK, timeAxis, valueAxis } from "./chart-axes";
import { loneDots } from "./chart-lone-dots";
import { type ChartPoint, type ChartUnit, lookOf, type Series } from "./chart-series";
import { ChartTip } from "./chart-tip";

interface Props {
  readonly series: readonly Series[];
  readonly points: readonly ChartPoint[];
  readonly unit: ChartUnit;
  readonly goal?: { readonly value: number; readonly word: string } | undefined;
}

/** A picture only: the focus goes to the table below it (chart-frame.tsx), which holds the same. */
export function ChartLinesDrawing({ series, points, unit, goal }: Props) {
  const data = points.map(({ at, values }) => ({ at, ...values }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart accessibilityLayer={false} data={data} margin={{ top: 6, right: 8, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis {...timeAxis(points)} />
        <YAxis {...valueAxis(unit)} width={64} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--line-strong)" }}
          content={(shown) => <ChartTip shown={shown} series={series} unit={unit} shape="line" />}
        />
        {goal && (
          <ReferenceLine
            y={goal.value}
            stroke="var(--ink-faint)"
            strokeDasharray="3 3"
            label={{ value: goal.word, position: "insideBottomLeft", ...TICK }}
          />
        )}
        {series.map(({ key, word }, nth) => {
          const { colour, dash } = lookOf(nth);
          const look = {
            dataKey: key,
            name: word,
            stroke: colour,
            strokeWidth: 2,
            strokeDasharray: dash,
            isAnimationActive: false,
            connectNulls: false,
          };
          const dot = loneDots(points, key);
          if (nth > 0) return <Line key={key} {...look} type="monotone" dot={dot} />;
          return <Area key={key} {...look} type="monotone" fill={colour} fillOpacity={0.1} dot={dot} />;
        })}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
