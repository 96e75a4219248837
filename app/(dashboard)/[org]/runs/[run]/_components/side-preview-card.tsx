"use client";

import clsx from "clsx";
import { lazy, Suspense, useState } from "react";
import { KindIcon } from "@/components/ui/kind-icon";
import { counted, formatCount } from "@/lib/format/count";
import { estimateSentence } from "@/lib/format/matching";
import { rowsRead } from "@/lib/format/run-word";
import { sideName } from "@/lib/format/side";
import type { SidePreview } from "@/lib/services/matching/match-preview";
import type { RegistryView, SideView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import type { Op } from "./side-changes";

// Fetched when a number is opened.
const SideChanges = lazy(() => import("./side-changes").then((module) => ({ default: module.SideChanges })));

interface Props {
  readonly side: SideView;
  readonly preview: SidePreview;
  readonly run: RunView;
  readonly registry: RegistryView;
}

/** One side: rows gained, changed and removed, each number open to its rows, and what writing them costs. */
export function SidePreviewCard({ side, preview, run, registry }: Props) {
  const [open, setOpen] = useState<Op | null>(null);
  const { read, create, update, changedCells } = preview;
  return (
    <li
      className={clsx("card flex min-w-0 flex-col px-4 py-3", open && "col-span-full")}
      aria-label={sideName(side)}
    >
      <p className="flex items-center gap-2 font-medium">
        <KindIcon kind={side.kind} />
        <span className="truncate">{sideName(side)}</span>
      </p>
      <p className="mt-2 flex flex-wrap gap-x-3.5 text-[0.9375rem] font-medium tabular-nums">
        {FIGURES.map(({ op, ...figure }) => (
          <Figure
            key={op}
            {...figure}
            value={preview[op]}
            isOpen={open === op}
            onToggle={() => setOpen(open === op ? null : op)}
          />
        ))}
      </p>
      <p className="mt-1 text-xs text-ink-soft tabular-nums">
        {run.counts.byChanges.includes(side.id)
          ? rowsRead(run, side.id)
          : `${counted(read, "record")} read, ${formatCount(read + create - preview.delete)} afterwards`}
        {update > 0 && ` · ${counted(changedCells, "cell")} in the changed rows`}
      </p>
      <ul className="mt-2 space-y-0.5 text-xs text-ink-soft tabular-nums">
        {linesOf(preview).map(({ text, isOdd }) => (
          <li key={text} className={clsx(isOdd && "text-warn")}>
            {text}
          </li>
        ))}
      </ul>
      <p className="mt-auto pt-2.5 text-xs text-ink-faint">{estimateSentence(preview.estimate)}</p>
      {open && (
        <Suspense>
          <SideChanges key={open} run={run} registry={registry} side={side.id} op={open} />
        </Suspense>
      )}
    </li>
  );
}

const FIGURES = [
  { op: "create", sign: "+", word: "new", tone: "text-good" },
  { op: "update", sign: "~", word: "changed", tone: "text-ink" },
  { op: "delete", sign: "−", word: "removed", tone: "text-bad" },
] as const;

interface Line {
  readonly text: string;
  readonly isOdd: boolean;
}

/** What became of the side's records, where there is something to tell. */
function linesOf({ records }: SidePreview): Line[] {
  if (records === null)
    return [{ text: "What became of its records was not noted by this run.", isOdd: true }];
  const told: [number, string, boolean][] = [
    [records.matched, `${counted(records.matched, "record")} matched by key`, false],
    [records.fresh, `${counted(records.fresh, "record")} only here: new for the others`, false],
    [records.unmatched, `${counted(records.unmatched, "record")} without a match: left alone`, false],
    [records.excluded, `${counted(records.excluded, "record")} kept out by a person`, false],
    [records.duplicate, `${counted(records.duplicate, "record")} with a key that is here twice`, true],
    [records.collision, `${counted(records.collision, "record")} with a key that another side has`, true],
    [records.keyless, `${counted(records.keyless, "record")} without a key`, true],
    [
      records.waiting,
      `${counted(records.waiting, "record")} whose key is another's until the next run`,
      true,
    ],
    [
      records.unreadCells,
      `${counted(records.unreadCells, "cell")} not read: what they change is not known`,
      true,
    ],
  ];
  return told.flatMap(([count, text, isOdd]) => (count === 0 ? [] : [{ text, isOdd }]));
}

interface FigureProps {
  readonly sign: string;
  readonly value: number;
  readonly word: string;
  readonly tone: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Figure({ sign, value, word, tone, isOpen, onToggle }: FigureProps) {
  const figure = (
    <>
      {sign}
      {formatCount(value)} <span className="text-xs font-normal text-ink-soft">{word}</span>
    </>
  );
  if (value === 0) return <span className="whitespace-nowrap text-ink-faint">{figure}</span>;
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={onToggle}
      className={clsx("whitespace-nowrap underline decoration-dotted underline-offset-4", tone)}
    >
      {figure}
    </button>
  );
}
