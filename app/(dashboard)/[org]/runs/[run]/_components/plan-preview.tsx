import Link from "next/link";
import type { ReactNode } from "react";
import { Problem } from "@/components/ui/problem";
import { counted } from "@/lib/format/count";
import { duration, pairReason } from "@/lib/format/matching";
import type { MatchSummary } from "@/lib/services/matching/match-preview";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { PreviewButtons } from "./preview-buttons";
import { SidePreviewCard } from "./side-preview-card";

interface Props {
  readonly org: string;
  readonly run: RunView;
  readonly registry: RegistryView;
  readonly summary: MatchSummary;
  readonly actions?: ReactNode;
}

/** By side what the plan would do; below, how long it would take. What the run did not find out is said, never 0. */
export function PlanPreview({ org, run, registry, summary, actions }: Props) {
  return (
    <section aria-labelledby="preview" className="mt-7">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="preview" className="text-[0.9375rem] font-semibold">
          What it would do <span className="font-normal text-ink-soft">Nothing was written</span>
        </h2>
        {run.kind === "dry-run" && summary.newerRun === null && (
          <div className="ml-auto max-sm:ml-0">
            {actions === undefined ? <PreviewButtons registry={registry} /> : actions}
          </div>
        )}
      </div>
      {summary.newerRun !== null && <Newer href={`/${org}/runs/${summary.newerRun}`} />}
      <ul className="grid gap-3 sm:grid-cols-[repeat(auto-fit,minmax(230px,1fr))]">
        {registry.sides.map((side) => {
          const own = summary.sides.find((preview) => preview.side === side.id);
          return (
            own && <SidePreviewCard key={side.id} side={side} preview={own} run={run} registry={registry} />
          );
        })}
      </ul>
      <p className="mt-3 text-ink-soft">
        <Conflicts summary={summary} />{" "}
        {run.counts.issue > 0 && (
          <>
            <Link href={`/${org}/registries/${registry.id}/issues`} className="text-accent underline">
              {counted(run.counts.issue, "issue")}
            </Link>
            : what they name is not written, or would be refused.{" "}
          </>
        )}
        {timeSentence(summary)}
      </p>
    </section>
  );
}

function Newer({ href }: { readonly href: string }) {
  return (
    <div className="mb-3">
      <Problem
        tone="warn"
        title="A later run has planned anew"
        remedy="The sides or the settings may have changed since this plan was made."
      >
        <Link href={href} className="mt-1.5 inline-block font-medium text-accent hover:underline">
          Go to the newest plan
        </Link>
      </Problem>
    </div>
  );
}

function Conflicts({ summary: { conflicts } }: { readonly summary: MatchSummary }) {
  if (conflicts.length === 0) return "No conflicts.";
  return `${conflicts
    .map(
      ({ rule, resolved, count }) =>
        `${counted(count, "conflict")}: ${pairReason(resolved ? rule : "manual")}`,
    )
    .join("; ")}.`;
}

function timeSentence({ readSeconds, writeSeconds }: MatchSummary): string {
  const read =
    readSeconds === null ? null : `Reading all sides took ${duration(Math.max(1, readSeconds))} in this run`;
  const write = writeSeconds === null ? null : `writing takes about ${duration(writeSeconds)}`;
  const parts = [read, write].filter((part) => part !== null);
  return parts.length === 0 ? "" : `${parts.join("; ")}.`;
}
