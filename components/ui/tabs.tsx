"use client";

import clsx from "clsx";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";

export interface Panel {
  readonly id: string;
  readonly word: ReactNode;
  readonly content: ReactNode;
}

interface Props {
  readonly label: string;
  readonly panels: readonly Panel[];
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

/** Parts of one place that need no address; those that do are a TabStrip. */
export function Tabs({ label, panels }: Props) {
  const base = useId();
  const [open, setOpen] = useState(panels[0]?.id);
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    const at = panels.findIndex(({ id }) => id === open);
    const next = panels[(at + by + panels.length) % panels.length];
    if (!next) return;
    event.preventDefault();
    setOpen(next.id);
    document.getElementById(`${base}${next.id}`)?.focus();
  };
  return (
    <div>
      <div
        role="tablist"
        aria-label={label}
        className="mb-3 flex gap-4 overflow-x-auto border-b"
        onKeyDown={move}
      >
        {panels.map(({ id, word }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${base}${id}`}
            aria-selected={id === open}
            aria-controls={`${base}${id}-panel`}
            tabIndex={id === open ? 0 : -1}
            onClick={() => setOpen(id)}
            className={clsx(
              "-mb-px border-b-2 px-0.5 pt-1 pb-2 font-medium whitespace-nowrap focus-visible:-outline-offset-2",
              id === open
                ? "border-ink text-ink"
                : "border-transparent text-ink-soft hover:text-ink forced-colors:border-[Canvas]",
            )}
          >
            {word}
          </button>
        ))}
      </div>
      {panels.map(({ id, content }) => (
        <div
          key={id}
          role="tabpanel"
          id={`${base}${id}-panel`}
          aria-labelledby={`${base}${id}`}
          hidden={id !== open}
        >
          {content}
        </div>
      ))}
    </div>
  );
}
