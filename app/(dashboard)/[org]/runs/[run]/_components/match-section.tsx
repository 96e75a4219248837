import type { ReactNode } from "react";
import { sealPage } from "@/lib/http/cursor";
import { listExclusions } from "@/lib/services/matching/exclusions";
import { listCollisions } from "@/lib/services/matching/list-collisions";
import { listPairs } from "@/lib/services/matching/list-pairs";
import { matchPreview } from "@/lib/services/matching/match-preview";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { found } from "../../../_session/answer";
import { CollisionsOnNeed, KeptOutOnNeed } from "./match-parts";
import { PairList } from "./pair-list";
import { PlanPreview } from "./plan-preview";

interface Props {
  readonly org: string;
  readonly run: RunView;
  readonly registry: RegistryView;
  /** What can be done from the plan; left out: the buttons of a dry run. */
  readonly actions?: ReactNode;
}

/** What a plan that writes nothing yet means by side, the pairs it proposes, and what stands in its way. */
export async function MatchSection({ org, run, registry, actions }: Props) {
  // A drift check plans to write nothing and pairs nothing.
  if (run.planHash === null || run.kind === "drift-check") return null;
  const isPreview = run.kind === "dry-run" || run.kind === "shadow";
  const [summary, pairs, collisions, keptOut] = await found(org, (caller) =>
    Promise.all([
      matchPreview(caller, run.id),
      listPairs(caller, run.id, null),
      listCollisions(caller, run.id, null),
      listExclusions(caller, registry.id, null),
    ]),
  );
  const isOpen = (run.kind === "dry-run" || run.status === "held") && summary?.newerRun === null;
  return (
    <>
      {isPreview && summary && (
        <PlanPreview org={org} run={run} registry={registry} summary={summary} actions={actions} />
      )}
      <CollisionsOnNeed run={run} registry={registry} initial={sealPage(collisions)} />
      <PairList
        key={run.id}
        run={run}
        registry={registry}
        initial={sealPage(pairs)}
        count={summary?.pairs ?? 0}
        isOpen={isOpen}
      />
      {isOpen && <KeptOutOnNeed registry={registry} initial={sealPage(keptOut)} />}
    </>
  );
}
