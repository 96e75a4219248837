"use client";

import clsx from "clsx";
import type { ReactNode } from "react";

export interface RadioCard<V extends string> {
  readonly value: V;
  readonly title: string;
  /** What follows from it. */
  readonly meaning?: ReactNode;
  /** A word beside the title: Recommended, Enterprise. */
  readonly tag?: string;
  readonly icon?: ReactNode;
  readonly isDisabled?: boolean;
}

interface Props<V extends string> {
  readonly legend: string;
  readonly isLegendHidden?: boolean;
  readonly name: string;
  readonly value: V | null;
  readonly cards: readonly RadioCard<V>[];
  readonly choose: (value: V) => void;
  readonly columns?: 1 | 2 | 3;
}

const COLUMNS = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3" };

/** One of few, where each needs a sentence. */
export function RadioCards<V extends string>(props: Props<V>) {
  const { legend, isLegendHidden = false, name, value, cards, choose, columns = 1 } = props;
  return (
    <fieldset>
      <legend className={isLegendHidden ? "sr-only" : "mb-2 font-medium"}>{legend}</legend>
      <div className={clsx("grid gap-2", COLUMNS[columns])}>
        {cards.map((card) => (
          <label
            key={card.value}
            className={clsx(
              "flex gap-2.5 rounded-card border border-line-strong bg-surface px-3.5 py-3 transition-colors",
              "has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
              card.isDisabled ? "opacity-55" : "cursor-pointer hover:bg-sunken",
            )}
          >
            <input
              type="radio"
              name={name}
              value={card.value}
              checked={value === card.value}
              disabled={card.isDisabled}
              onChange={() => choose(card.value)}
              className="mt-0.5 outline-none"
            />
            {card.icon}
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline gap-2">
                <span className="font-medium">{card.title}</span>
                {card.tag && (
                  <span className="ml-auto text-micro whitespace-nowrap text-accent">{card.tag}</span>
                )}
              </span>
              {card.meaning && <span className="mt-0.5 block text-small text-ink-soft">{card.meaning}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
