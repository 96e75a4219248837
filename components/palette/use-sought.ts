"use client";

import { useDeferredValue, useEffect, useState } from "react";
import type { SeekView } from "@/lib/services/search/seek-anything";

const NOTHING: SeekView = { registries: [], rows: [] };
const PAUSE_MS = 150;

/** What the server finds by `text`, once the person pauses; the answer to an older text is thrown away. */
export function useSought(org: string, text: string, seek: (org: string, text: string) => Promise<SeekView>) {
  const sought = useDeferredValue(text.trim());
  const [answer, setAnswer] = useState({ to: "", found: NOTHING });
  useEffect(() => {
    if (sought === "") return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const found = await seek(org, sought).catch(() => NOTHING);
      if (isCurrent) setAnswer({ to: sought, found });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [org, sought, seek]);
  const isSeeking = sought !== "" && answer.to !== sought;
  return { found: sought === "" ? NOTHING : answer.found, isSeeking };
}
