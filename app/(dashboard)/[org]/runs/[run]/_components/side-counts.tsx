import clsx from "clsx";
import { KindIcon } from "@/components/ui/kind-icon";
import { counted, formatCount } from "@/lib/format/count";
import { mayWrite, rowsRead } from "@/lib/format/run-word";
import { sideName } from "@/lib/format/side";
import type { SideView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";

interface Props {
  readonly run: RunView;
  readonly sides: readonly SideView[];
}

/** Per side what was read and what was, or would be, written there. */
export function SideCounts({ run, sides }: Props) {
  const { counts } = run;
  // What no plan has counted is no 0.
  const isPlanned = run.planHash !== null;
  const words = mayWrite(run.kind) ? WRITTEN : TO_WRITE;
  return (
    <section aria-label="Counts" className="card">
      <ul className="grid divide-line max-sm:divide-y sm:auto-cols-fr sm:grid-flow-col sm:divide-x">
        {sides.map((side) => {
          const own = run.perSide[side.id] ?? { create: 0, update: 0, delete: 0, failed: 0 };
          return (
            <li key={side.id} className="min-w-0 px-4 py-3">
              <p className="flex items-center gap-2 font-medium">
                <KindIcon kind={side.kind} isNamed />
                <span className="truncate">{sideName(side)}</span>
              </p>
              {isPlanned ? (
                <p className="mt-2 flex flex-wrap items-baseline gap-x-3.5 text-[0.9375rem] font-medium tabular-nums">
                  <Figure sign="+" value={own.create} word={words.create} tone="text-good" />
                  <Figure sign="~" value={own.update} word={words.update} tone="text-ink" />
                  <Figure sign="−" value={own.delete} word={words.delete} tone="text-bad" />
                  {words === TO_WRITE && (
                    <span className="text-small font-normal text-ink-soft">by a sync</span>
                  )}
                </p>
              ) : (
                <p className="mt-2 text-ink-soft">Nothing planned</p>
              )}
              <p className="mt-1 text-xs text-ink-soft tabular-nums">
                {rowsRead(run, side.id)}
                {own.failed > 0 && <span className="text-warn"> · {formatCount(own.failed)} not taken</span>}
              </p>
            </li>
          );
        })}
      </ul>
      <p className="flex flex-wrap gap-x-5 gap-y-1 border-t px-4 py-2.5 text-ink-soft tabular-nums">
        {isPlanned ? (
          <>
            <span>{counted(counts.conflict, "conflict")}</span>
            <span>{counted(counts.issue, "issue")}</span>
            <span>{counted(counts.unchanged, "row")} unchanged</span>
          </>
        ) : (
          <span>What differs is counted once every side is read completely.</span>
        )}
        {counts.verified !== null && counts.rows !== null && (
          <span className={counts.verified === counts.rows ? "text-good sm:ml-auto" : "text-warn sm:ml-auto"}>
            {formatCount(counts.verified)} of {counted(counts.rows, "row")} equal on all sides
          </span>
        )}
      </p>
    </section>
  );
}

const WRITTEN = { create: "created", update: "updated", delete: "deleted" };
const TO_WRITE = { create: "to create", update: "to update", delete: "to delete" };

interface FigureProps {
  readonly sign: string;
  readonly value: number;
  readonly word: string;
  readonly tone: string;
}

function Figure({ sign, value, word, tone }: FigureProps) {
  return (
    <span title={`${formatCount(value)} ${word}`} className={clsx(value === 0 ? "text-ink-faint" : tone)}>
      {sign}
      {formatCount(value)}
      <span className="sr-only"> {word}</span>
    </span>
  );
}
