"use client";

import { useEffect, useState } from "react";
import { exactTime, relativeTime } from "@/lib/format/moment";

const TICK_MS = 10_000;

/** The time now in epoch ms, moving on every `everyMs`. */
export function useNow(everyMs: number = TICK_MS): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

interface Props {
  readonly at: string | null;
  readonly otherwise?: string;
  /** For what is to come: an instant that has passed is due now. */
  readonly isDue?: boolean;
}

/** An instant as it is from now, with the exact time on hover. */
export function Moment({ at, otherwise = "never", isDue = false }: Props) {
  const now = useNow();
  if (at === null) return <span className="text-ink-faint">{otherwise}</span>;
  return (
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap" suppressHydrationWarning>
      {isDue && Date.parse(at) <= now ? "now" : relativeTime(at, now)}
    </time>
  );
}
