"use client";

import { Minus, TrendingDown, TrendingUp } from "lucide-react";
import type { ReactNode } from "react";
import { Popover } from "./popover";

interface Props {
  readonly word: string;
  /** As it is shown, formatted; null = it was not computed, which is said, and never 0. */
  readonly value: string | null;
  /** Why there is no value, or what it covers: "last 24 h", "checked 2 min ago". */
  readonly note?: ReactNode;
  /** Against what it was before; `good` says which way is better. */
  readonly trend?: { readonly way: "up" | "down" | "flat"; readonly says: string; readonly isGood: boolean };
  /** How it is computed, opened by a press: a number without its formula is not believed. */
  readonly formula?: ReactNode;
}

const WAYS = { up: TrendingUp, down: TrendingDown, flat: Minus };

/** One number with its word. */
export function Stat({ word, value, note, trend, formula }: Props) {
  const Way = trend && WAYS[trend.way];
  return (
    <div className="min-w-0">
      <p className="eyebrow">
        {formula ? (
          <Popover
            label={`How ${word} is computed`}
            className="w-80 p-4"
            trigger={
              <button
                type="button"
                className="rounded-mark text-left underline decoration-dotted underline-offset-3 hover:text-ink"
              >
                {word}
              </button>
            }
          >
            {formula}
          </Popover>
        ) : (
          word
        )}
      </p>
      <p className="mt-0.5 flex flex-wrap items-baseline gap-x-2">
        {value === null ? (
          <span className="text-lead text-ink-faint">not computed</span>
        ) : (
          <span className="text-figure font-semibold tracking-tight tabular-nums">{value}</span>
        )}
        {trend && Way && (
          <span
            className={`inline-flex items-center gap-1 text-small ${trend.way === "flat" ? "text-ink-faint" : trend.isGood ? "text-good" : "text-warn"}`}
          >
            <Way size={13} aria-hidden /> {trend.says}
          </span>
        )}
      </p>
      {note && <p className="mt-0.5 text-small text-ink-faint">{note}</p>}
    </div>
  );
}
