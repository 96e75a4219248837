"use client";

import { type UIEvent, useState } from "react";

/** A row's height where its cells hold one line each. */
export const ROW_PX = 41;

/** So many are drawn before the browser knows how much room there is. */
const FIRST_ROWS = 40;

/** How far below what is in sight rows are drawn. */
const AHEAD_PX = 800;

/** How many of `count` rows are drawn, from the first: more as they are scrolled to or the focus goes there. */
export function useDrawnRows(count: number) {
  const [reached, setReached] = useState(FIRST_ROWS);
  const drawn = Math.min(count, reached);
  const drawTo = (at: number) => setReached((before) => Math.max(before, at + FIRST_ROWS));
  const scrolled = ({ currentTarget: box }: UIEvent<HTMLElement>) => {
    const gap = box.querySelector("[data-gap]");
    if (!gap) return;
    const seen = box.getBoundingClientRect().bottom - gap.getBoundingClientRect().top;
    if (seen + AHEAD_PX > 0) drawTo(drawn + Math.max(0, Math.ceil(seen / ROW_PX)));
  };
  return { drawn, drawTo, scrolled };
}
