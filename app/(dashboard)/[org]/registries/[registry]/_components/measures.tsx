"use client";

import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useTransition } from "react";
import { Segmented } from "@/components/ui/segmented";
import { TIME_WINDOWS, type TimeWindow, WINDOW_NAMES } from "@/lib/format/time-window";

interface Props {
  readonly window: TimeWindow;
  /** The panels, over that span. */
  readonly children: ReactNode;
}

const WINDOWS = WINDOW_NAMES.map((value) => ({ value, word: TIME_WINDOWS[value].word }));

/** How late edits arrived, and what moved, over a span that stands in the address. */
export function Measures({ window, children }: Props) {
  const router = useRouter();
  const path = usePathname();
  const [isChanging, start] = useTransition();
  const choose = (next: TimeWindow) =>
    start(() => router.replace(next === "24h" ? path : `${path}?window=${next}`, { scroll: false }));
  return (
    <section aria-label="Over time" aria-busy={isChanging} className="mb-6">
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <h2 className="text-lead font-semibold">Over time</h2>
        <Segmented
          legend="How far back"
          name="window"
          value={window}
          segments={WINDOWS}
          choose={choose}
          className="ml-auto"
        />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">{children}</div>
    </section>
  );
}
