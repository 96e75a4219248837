"use client";

import { useEffect, useRef, useState } from "react";
import type { SeekView } from "@/lib/services/search/seek-anything";

/**
 * Which line of the palette is picked: what a person moves to, and until then the first, also of what the server finds for
 * `text` after the list was shown without it.
 */
export function useFirstPicked(text: string, found: SeekView) {
  const list = useRef<HTMLDivElement>(null);
  const [picked, pick] = useState("");
  // By the text that it was moved for: another one begins anew.
  const movedFor = useRef<string | null>(null);
  useEffect(() => {
    if (movedFor.current === text || found.rows.length + found.registries.length === 0) return;
    // The lines are put in their order after they are drawn.
    const frame = requestAnimationFrame(() => {
      const first = list.current?.querySelector("[cmdk-item]")?.getAttribute("data-value");
      if (first) pick(first);
    });
    return () => cancelAnimationFrame(frame);
  }, [found, text]);
  const move = () => {
    movedFor.current = text;
  };
  return { list, picked, pick, move };
}
