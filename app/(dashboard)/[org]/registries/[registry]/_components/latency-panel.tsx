"use client";

import { useState } from "react";
import { ChartLines } from "@/components/ui/chart-lines";
import { Segmented } from "@/components/ui/segmented";
import { TIME_WINDOWS } from "@/lib/format/time-window";
import type { LatencyView } from "@/lib/services/registries/get-latency";
import type { LatencyParts } from "@/lib/services/registries/latency-parts";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { LatencyTable } from "./latency-table";

const SERIES = [
  { key: "p50", word: "p50" },
  { key: "p95", word: "p95" },
  { key: "p99", word: "p99" },
] as const;

type Part = keyof LatencyParts;

const PARTS: readonly { readonly value: Part; readonly word: string }[] = [
  { value: "total", word: "All" },
  { value: "ours", word: "Ours" },
  { value: "theirs", word: "Theirs" },
  { value: "wait", word: "Waiting" },
];

const MEANINGS: Readonly<Record<Part, string>> = {
  total: "From an edit until the other side confirmed it.",
  ours: "Of it, what ChittySync needed itself.",
  theirs: "Of it, waiting for the systems and their rate budgets.",
  wait: "Of it, until a run was due, or a person decided.",
};

interface Props {
  readonly registry: RegistryView;
  readonly latency: LatencyView;
}

/** How late edits arrived on the other sides: percentiles over time and by direction, ours and theirs apart. */
export function LatencyPanel({ registry, latency }: Props) {
  const [part, setPart] = useState<Part>("total");
  const span = TIME_WINDOWS[latency.window].word;
  const points = latency.steps.map(({ at, parts }) => ({
    at,
    values: Object.fromEntries(SERIES.map(({ key }) => [key, parts[part]?.[key] ?? null])),
  }));
  return (
    <div className="card min-w-0 px-4 py-3.5">
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-0 flex-1 basis-56 text-small text-ink-soft">{MEANINGS[part]}</p>
        <Segmented legend="Which part of it" name="part" value={part} segments={PARTS} choose={setPart} />
      </div>
      <ChartLines
        label={`Edit to written, last ${span}`}
        series={SERIES}
        points={points}
        unit="ms"
        empty={`No edit arrived in the last ${span}. The first one after a first sync is measured.`}
      />
      <LatencyTable sides={registry.sides} directions={latency.directions} part={part} />
    </div>
  );
}
