import { RunProgressOnNeed } from "@/components/run-progress-on-need";
import { Crumbs } from "@/components/ui/crumbs";
import { Moment } from "@/components/ui/moment";
import { Problem } from "@/components/ui/problem";
import { exactTime } from "@/lib/format/moment";
import { askedBy, isUnderWay, runKindWord, waitsForAccess } from "@/lib/format/run-word";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { HeldRunView } from "@/lib/services/runs/held-run";
import type { RunView } from "@/lib/services/runs/run-view";
import { ApprovalCard } from "./approval-card";
import { Brakes } from "./brakes";
import { Decision } from "./decision";
import { PhaseTimeline } from "./phase-timeline";
import { RunAsked } from "./run-asked";
import { RunChip } from "./run-chip";
import { SideCounts } from "./side-counts";
import { UndoRun } from "./undo-run";

interface Props {
  readonly org: string;
  readonly run: RunView;
  readonly registry: RegistryView;
  /** What it waits for, while it is held. */
  readonly held: HeldRunView | null;
  readonly names: ActorNames;
}

/** What was asked, by whom, and what came of it. */
export function RunHead({ org, run, registry, held, names }: Props) {
  // A plan that writes nothing has its counts in its own section.
  const hasCounts = run.planHash !== null || !isUnderWay(run.status);
  const isPreview = run.planHash !== null && (run.kind === "dry-run" || run.kind === "shadow");
  return (
    <>
      <Crumbs
        trail={[
          { word: "Registries", href: `/${org}` },
          { word: registry.name, href: `/${org}/registries/${registry.id}` },
          { word: `Run of ${exactTime(run.createdAt)}` },
        ]}
      />
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-[1.375rem] leading-8 font-semibold">
          {runKindWord(run.kind)} of {registry.name}
        </h1>
        <RunChip initial={run} />
        <UndoRun run={run} />
      </div>
      <RunAsked org={org} run={run} registry={registry} />
      <p className="mt-1 text-ink-soft">
        Asked for by {names[run.trigger.ref] ?? askedBy(run.trigger.type)} <Moment at={run.createdAt} />
        <Decision run={run} names={names} />. Sync id <span className="font-mono text-xs">{run.syncId}</span>
      </p>
      <div className="mt-4 space-y-4">
        {run.status === "held" && held && <ApprovalCard held={held} registry={registry} />}
        {run.error && !waitsForAccess(run) && (
          <Problem
            title={run.error.message}
            remedy={run.error.remedy}
            tone={run.status === "stopped" || run.error.kind === "halted" ? "stop" : "bad"}
          />
        )}
        {run.status !== "held" && <Brakes run={run} />}
        {isUnderWay(run.status) ? (
          <RunProgressOnNeed initial={run} sides={registry.sides} />
        ) : (
          <PhaseTimeline run={run} />
        )}
        {hasCounts && !isPreview && <SideCounts run={run} sides={registry.sides} />}
      </div>
    </>
  );
}
