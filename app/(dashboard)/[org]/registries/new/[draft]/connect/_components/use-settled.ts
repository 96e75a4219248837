"use client";

import { useEffect, useState } from "react";

const STILL_MS = 300;

/** A value once it has not changed for a moment: what is typed asks once, not with every letter. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), STILL_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
