import type { Caller } from "@/lib/auth/policy";
import { willDo } from "@/lib/format/will-do";
import { getDraft } from "@/lib/services/drafts/get-draft";
import { matchPreview } from "@/lib/services/matching/match-preview";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { getRun, listRuns } from "@/lib/services/runs/browse-runs";
import { found } from "../../../../_session/answer";
import { FirstRun } from "./_components/first-run";
import { GoLiveStep } from "./_components/go-live-step";

export default async function GoLivePage({ params }: { params: Promise<{ org: string; draft: string }> }) {
  const { org, draft: id } = await params;
  const { dryRun, state, registryId } = await found(org, (caller) => getDraft(caller, id));
  if (state !== "started" || registryId === null) {
    const outlook = dryRun && (await found(org, (caller) => outlookOf(caller, dryRun.runId)));
    return <GoLiveStep outlook={outlook} />;
  }
  const { registry, first, planned } = await found(org, async (caller) => {
    const [one, runs] = await Promise.all([
      getRegistry(caller, registryId),
      listRuns(caller, registryId, null),
    ]);
    const begun = runs.data.findLast(({ kind }) => kind === "sync" || kind === "shadow");
    return {
      registry: one,
      first: begun ? await getRun(caller, begun.id) : null,
      planned: runs.data.find(({ kind, planHash }) => kind === "dry-run" && planHash !== null) ?? null,
    };
  });
  return <FirstRun registry={registry} initial={first} planned={planned} />;
}

async function outlookOf(caller: Caller, runId: string): Promise<string | null> {
  const [plan, summary] = await Promise.all([getRun(caller, runId), matchPreview(caller, runId)]);
  return (
    summary &&
    willDo(
      plan.counts,
      summary.sides.map(({ records }) => records),
    )
  );
}
