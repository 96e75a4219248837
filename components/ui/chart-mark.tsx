"use client";

import { useId } from "react";
import { ChartPattern } from "./chart-pattern";
import { lookOf } from "./chart-series";

interface Props {
  readonly nth: number;
  readonly shape: "line" | "bar";
}

/** What the nth series looks like in its drawing. */
export function ChartMark({ nth, shape }: Props) {
  const id = useId();
  const look = lookOf(nth);
  if (shape === "line")
    return (
      <svg width="18" height="8" aria-hidden className="shrink-0">
        <line
          x1="0"
          x2="18"
          y1="4"
          y2="4"
          stroke={look.colour}
          strokeWidth="2.5"
          strokeDasharray={look.dash}
        />
      </svg>
    );
  return (
    <svg width="12" height="12" aria-hidden className="shrink-0">
      <defs>
        <ChartPattern id={id} look={look} />
      </defs>
      <rect x="0.5" y="0.5" width="11" height="11" rx="2" fill={`url(#${id})`} stroke={look.colour} />
    </svg>
  );
}
