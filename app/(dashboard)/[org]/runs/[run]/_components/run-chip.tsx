"use client";

import { useLiveRun } from "@/components/live/use-live";
import { useRefreshOn } from "@/components/live/use-refresh-on";
import { Chip } from "@/components/ui/chip";
import { runWord } from "@/lib/format/run-word";
import type { RunView } from "@/lib/services/runs/run-view";

/** How a run stands, live; the page is asked for again when it stands otherwise or has a plan. */
export function RunChip({ initial }: { readonly initial: RunView }) {
  const { data: run } = useLiveRun(initial);
  const { word, tone } = runWord(run);
  useRefreshOn(`${run.status} ${run.planHash}`);
  return <Chip tone={tone} word={word} />;
}
