"use client";

import { type KeyboardEvent, type RefObject, useState } from "react";
import { LIST_STEPS } from "../keys/key-map";

/** Where the focus stands among `count` rows, and how keys move it; `reach` is told of a row before the focus goes to it. */
export function useRowFocus(box: RefObject<HTMLElement | null>, count: number, reach?: (at: number) => void) {
  const [at, setFocused] = useState(0);
  const focused = Math.min(at, Math.max(0, count - 1));
  const step = (event: KeyboardEvent) => {
    const by = LIST_STEPS[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(count - 1, focused + by));
    reach?.(next);
    setFocused(next);
    // The row may be drawn only after the next frame.
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
  };
  return { focused, setFocused, step };
}
