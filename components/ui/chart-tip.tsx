"use client";

import { exactTime } from "@/lib/format/moment";
import { type ChartUnit, lookOf, type Series } from "./chart-series";
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
}

/** The values at the instant under the pointer, in the order of the legend. */
export function ChartTip({ shown: { active, label, payload = [] }, series, unit }: Props) {
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
          <svg width="12" height="6" aria-hidden>
            <line
              x1="0"
              x2="12"
              y1="3"
              y2="3"
              stroke={lookOf(nth).colour}
              strokeWidth="3"
              strokeDasharray={lookOf(nth).dash}
            />
          </svg>
          <span className="text-ink-soft">{word}</span>
          <span className="ml-auto pl-3 tabular-nums">{chartValue(shownOf(key), unit)}</span>
        </p>
      ))}
    </div>
  );
}
