"use client";

import { exactTime } from "@/lib/format/moment";
import { ChartMark } from "./chart-mark";
import type { ChartUnit, Series } from "./chart-series";
import { chartValue } from "./chart-words";

interface Props {
  /** What Recharts hands to a tip. */
  readonly shown: {
    readonly active?: boolean;
    readonly label?: string | number;
    readonly payload?: readonly { readonly dataKey?: unknown; readonly value?: unknown }[];
  };
  readonly series: readonly Series[];
  readonly unit: ChartUnit;
  readonly shape: "line" | "bar";
}

/** The values at the instant under the pointer, in the order of the legend. */
export function ChartTip({ shown: { active, label, payload = [] }, series, unit, shape }: Props) {
  if (!active || typeof label !== "string") return null;
  const shownOf = (key: string): number | null => {
    const value = payload.find(({ dataKey }) => dataKey === key)?.value;
    return typeof value === "number" ? value : null;
  };
  return (
    <div className="rounded-control bg-raised px-3 py-2 text-small text-ink shadow-float">
      <p className="text-ink-faint">{exactTime(label)}</p>
      {series.map(({ key, word }, nth) => (
        <p key={key} className="mt-0.5 flex items-center gap-2">
          <ChartMark nth={nth} shape={shape} />
          <span className="text-ink-soft">{word}</span>
          <span className="ml-auto pl-3 tabular-nums">{chartValue(shownOf(key), unit)}</span>
        </p>
      ))}
    </div>
  );
}
