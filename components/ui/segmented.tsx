"use client";

import clsx from "clsx";
import type { LucideIcon } from "lucide-react";

export interface Segment<V extends string> {
  readonly value: V;
  readonly word: string;
  readonly icon?: LucideIcon;
}

interface Props<V extends string> {
  readonly legend: string;
  readonly name: string;
  readonly value: V;
  readonly segments: readonly Segment<V>[];
  readonly choose: (value: V) => void;
  readonly className?: string;
}

/** One of two to five, each a word, that takes effect at once. */
export function Segmented<V extends string>({ legend, name, value, segments, choose, className }: Props<V>) {
  return (
    <fieldset className={clsx("inline-flex gap-0.5 rounded-control bg-calm-soft p-0.5", className)}>
      <legend className="sr-only">{legend}</legend>
      {segments.map(({ value: own, word, icon: Icon }) => (
        <label
          key={own}
          className="relative flex flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-[5px] px-2 py-1 text-small whitespace-nowrap text-ink-soft has-checked:bg-picked has-checked:font-medium has-checked:text-ink has-checked:shadow-card has-focus-visible:outline-2 has-focus-visible:outline-accent contrasted:has-checked:outline-1 contrasted:has-checked:outline-line-strong"
        >
          <input
            type="radio"
            name={name}
            value={own}
            checked={value === own}
            onChange={() => choose(own)}
            className="sr-only"
          />
          {Icon && <Icon size={13} aria-hidden />}
          {word}
        </label>
      ))}
    </fieldset>
  );
}
