"use client";

import { usePathname, useRouter } from "next/navigation";
import { useTransition } from "react";
import { Segmented } from "@/components/ui/segmented";
import { TIME_WINDOWS, type TimeWindow, WINDOW_NAMES } from "@/lib/format/time-window";
import type { FlowView } from "@/lib/services/registries/get-flow";
import type { LatencyView } from "@/lib/services/registries/get-latency";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { FlowPanel } from "./flow-panel";
import { LatencyPanel } from "./latency-panel";

interface Props {
  readonly registry: RegistryView;
  readonly latency: LatencyView;
  readonly flow: FlowView;
}

const WINDOWS = WINDOW_NAMES.map((value) => ({ value, word: TIME_WINDOWS[value].word }));

/** How late edits arrived, and what moved, over a span that stands in the address. */
export function Measures({ registry, latency, flow }: Props) {
  const router = useRouter();
  const path = usePathname();
  const [isChanging, start] = useTransition();
  const choose = (window: TimeWindow) =>
    start(() => router.replace(window === "24h" ? path : `${path}?window=${window}`, { scroll: false }));
  return (
    <section aria-label="Over time" aria-busy={isChanging} className="mb-6">
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <h2 className="text-lead font-semibold">Over time</h2>
        <Segmented
          legend="How far back"
          name="window"
          value={latency.window}
          segments={WINDOWS}
          choose={choose}
          className="ml-auto"
        />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <LatencyPanel key={`latency ${latency.window}`} registry={registry} initial={latency} />
        <FlowPanel key={`flow ${flow.window}`} registry={registry} initial={flow} />
      </div>
    </section>
  );
}
