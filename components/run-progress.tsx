"use client";

import Link from "next/link";
import { formatCount } from "@/lib/format/count";
import { span } from "@/lib/format/moment";
import { phaseLines } from "@/lib/format/phase";
import { mayWrite, rowsRead, runKindWord, waitsForAccess } from "@/lib/format/run-word";
import type { SideView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { useOrganization } from "./live/organization";
import { useLiveRun } from "./live/use-live";
import { PhaseTicks } from "./phase-ticks";
import { KindIcon } from "./ui/kind-icon";
import { useNow } from "./ui/moment";
import { ProgressBar } from "./ui/progress-bar";

interface Props {
  readonly initial: RunView;
  readonly sides: readonly SideView[];
  readonly href?: string;
}

/** A run while it is under way: phase, rows read, writes done of all, time taken. It may be left at any time. */
export function RunProgress({ initial, sides, href }: Props) {
  const { data: run } = useLiveRun(initial);
  const now = useNow(1000);
  const all = run.counts.create + run.counts.update + run.counts.delete;
  const written = Object.values(run.perSide).reduce((sum, side) => sum + side.done + side.failed, 0);
  const lines = phaseLines(run);
  const onlyLooks = !mayWrite(run.kind);
  const isWriting = lines.some((line) => line.id === "write" && line.state !== "ahead");
  return (
    <section aria-label="Run under way" aria-live="polite" className="card space-y-3.5 border-accent/35 p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="font-medium">
          {runKindWord(run.kind)} {standing(run)}
        </h2>
        <p className="text-xs text-ink-soft tabular-nums" suppressHydrationWarning>
          {span(run.startedAt ?? run.createdAt, run.finishedAt, now)}
          {href && (
            <>
              {" · "}
              <Link href={href} className="font-medium text-accent hover:underline">
                Details
              </Link>
            </>
          )}
        </p>
      </div>
      {waitsForAccess(run) && <AccessNeeded run={run} />}
      <PhaseTicks lines={lines} />
      {!waitsForAccess(run) && (
        <ProgressBar
          label={onlyLooks ? "Looking" : "Writes done"}
          part={written}
          whole={isWriting && all > 0 ? all : null}
        />
      )}
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-soft tabular-nums">
        {sides.map((side) => (
          <li key={side.id} className="flex items-center gap-1.5">
            <KindIcon kind={side.kind} size={14} />
            {rowsRead(run, side.id)}
          </li>
        ))}
        <li className="ml-auto max-sm:ml-0">
          {isWriting
            ? `${formatCount(written)} of ${formatCount(all)} writes done`
            : onlyLooks
              ? "It writes nothing"
              : "Nothing is written yet"}
        </li>
      </ul>
    </section>
  );
}

function standing(run: RunView): string {
  if (waitsForAccess(run)) return "waits for a connection";
  return run.status === "queued" ? "waits for its turn" : "under way";
}

/** What the run waits for, and the way there. */
function AccessNeeded({ run: { error } }: { readonly run: RunView }) {
  const org = useOrganization();
  return (
    <p className="text-ink-soft">
      {error?.message} {error?.remedy}{" "}
      <Link href={`/${org}/connections`} className="font-medium text-accent hover:underline">
        Go to Connections
      </Link>
    </p>
  );
}
