"use client";

import { useId } from "react";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { timeAxis, valueAxis } from "./chart-axes";
import { ChartPattern } from "./chart-pattern";
import { type ChartPoint, type ChartUnit, lookOf, type Series } from "./chart-series";
import { ChartTip } from "./chart-tip";

interface Props {
  readonly series: readonly Series[];
  readonly points: readonly ChartPoint[];
  readonly unit: ChartUnit;
}

/** A picture only: the focus goes to the table below it (chart-frame.tsx), which holds the same. */
export function ChartBarsDrawing({ series, points, unit }: Props) {
  const base = useId();
  const data = points.map(({ at, values }) => ({ at, ...values }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        accessibilityLayer={false}
        data={data}
        margin={{ top: 6, right: 8, bottom: 0, left: 0 }}
        maxBarSize={28}
      >
        <defs>
          {series.map(({ key }, nth) => (
            <ChartPattern key={key} id={`${base}${nth}`} look={lookOf(nth)} />
          ))}
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis {...timeAxis(points)} />
        <YAxis {...valueAxis(unit)} width={56} allowDecimals={false} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--calm-soft)" }}
          content={(shown) => <ChartTip shown={shown} series={series} unit={unit} shape="bar" />}
        />
        {series.map(({ key, word }, nth) => (
          <Bar
            key={key}
            dataKey={key}
            name={word}
            stackId="all"
            fill={`url(#${base}${nth})`}
            stroke={lookOf(nth).colour}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
