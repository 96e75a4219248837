"use client";

import { ArrowRight, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useOrganization } from "@/components/live/organization";
import { useLiveRun } from "@/components/live/use-live";
import { useRefreshOn } from "@/components/live/use-refresh-on";
import { RunProgress } from "@/components/run-progress";
import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";
import { counted, formatCount } from "@/lib/format/count";
import { isUnderWay } from "@/lib/format/run-word";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { WritePace } from "./write-pace";

interface Props {
  readonly registry: RegistryView;
  /** Null = it has not been taken up yet. */
  readonly initial: RunView | null;
  /** The dry run before it, which counted what it reads. */
  readonly planned: RunView | null;
}

/** The first run, live, from its start to the proof at its end; it may be left at any time. */
export function FirstRun({ registry, initial, planned }: Props) {
  if (initial === null) return <p className="text-ink-soft">The first run is being asked for.</p>;
  return <Live registry={registry} initial={initial} planned={planned} />;
}

function Live({ registry, initial, planned }: Props & { readonly initial: RunView }) {
  const org = useOrganization();
  const { data: run } = useLiveRun(initial);
  // What stands around the page counts rows and registries, too.
  useRefreshOn(run.status);
  const own = `/${org}/registries/${registry.id}`;
  if (isUnderWay(run.status))
    return (
      <>
        <RunProgress initial={initial} sides={registry.sides} href={`/${org}/runs/${run.id}`} />
        <WritePace run={run} planned={planned} rowsAt={`${own}/rows`} />
        <p className="mt-4 text-ink-soft">
          You can leave this page: it goes on by itself, and this address shows how far it is.
        </p>
      </>
    );
  return <Ending run={run} registry={registry} />;
}

function Ending({ run, registry }: { readonly run: RunView; readonly registry: RegistryView }) {
  const org = useOrganization();
  const own = `/${org}/registries/${registry.id}`;
  if (run.status === "held")
    return (
      <Problem
        tone="warn"
        title="It waits for a person before it writes."
        remedy="Look at the plan and decide."
      >
        <Link href={`/${org}/runs/${run.id}`} className={buttonClass("plain", "mt-2.5")}>
          Look at the plan
        </Link>
      </Problem>
    );
  if (run.error)
    return (
      <Problem
        tone={run.status === "stopped" ? "stop" : "bad"}
        title={run.error.message}
        remedy={run.error.remedy}
      >
        <Link href={own} className={buttonClass("plain", "mt-2.5")}>
          Open the registry
        </Link>
      </Problem>
    );
  return <Done run={run} own={own} isShadow={run.kind === "shadow"} />;
}

interface DoneProps {
  readonly run: RunView;
  readonly own: string;
  readonly isShadow: boolean;
}

function Done({ run: { counts, status }, own, isShadow }: DoneProps) {
  const { verified, rows, issue, create, update } = counts;
  return (
    <div className="card flex flex-col items-center px-6 py-10 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-good-soft text-good">
        <CircleCheck size={22} aria-hidden />
      </span>
      <p role="status" className="mt-3 text-title font-semibold tabular-nums">
        {isShadow &&
          `Shadow mode runs: it would have made ${counted(create, "record")} and changed ${formatCount(update)}.`}
        {!isShadow && verified !== null && rows !== null
          ? `${formatCount(verified)} of ${counted(rows, "row")} verified equal`
          : !isShadow && "Done. How many rows are equal was not counted by this run."}
      </p>
      <p className="mt-1 max-w-md text-ink-soft">
        {isShadow
          ? "Nothing was written. Its report grows with every run."
          : "Every side was asked for what it holds, and answered."}
        {status === "done-with-issues" &&
          ` ${issue > 0 ? `${counted(issue, "issue waits", "issues wait")} under Issues` : "Some rows wait"}; all other rows go on.`}
      </p>
      <div className="mt-5 flex flex-wrap justify-center gap-2">
        {status === "done-with-issues" && (
          <Link href={`${own}/issues`} className={buttonClass("plain")}>
            See the issues
          </Link>
        )}
        <Link href={isShadow ? `${own}/shadow` : own} className={buttonClass("primary")}>
          {isShadow ? "See the report" : "Open the registry"}
          <ArrowRight size={14} aria-hidden />
        </Link>
      </div>
    </div>
  );
}
