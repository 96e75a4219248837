import { getDraft } from "@/lib/services/drafts/get-draft";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { getRun, listRuns } from "@/lib/services/runs/browse-runs";
import { found } from "../../../../_session/answer";
import { FirstRun } from "./_components/first-run";
import { GoLiveStep } from "./_components/go-live-step";

export default async function GoLivePage({ params }: { params: Promise<{ org: string; draft: string }> }) {
  const { org, draft: id } = await params;
  const { dryRun, state, registryId } = await found(org, (caller) => getDraft(caller, id));
  if (state !== "started" || registryId === null) {
    const plan = dryRun && (await found(org, (caller) => getRun(caller, dryRun.runId)));
    return <GoLiveStep plan={plan} />;
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
