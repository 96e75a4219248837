import { getDraft } from "@/lib/services/drafts/get-draft";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { getRun, listRuns } from "@/lib/services/runs/browse-runs";
import { found } from "../../../../_session/answer";
import { MatchSection } from "../../../../runs/[run]/_components/match-section";
import { DryRunStep } from "./_components/dry-run-step";

export default async function DryRunPage({ params }: { params: Promise<{ org: string; draft: string }> }) {
  const { org, draft: id } = await params;
  const { dryRun } = await found(org, (caller) => getDraft(caller, id));
  if (dryRun === null) return <DryRunStep tried={null} />;
  const tried = await found(org, async (caller) => {
    const [registry, runs] = await Promise.all([
      getRegistry(caller, dryRun.registryId),
      listRuns(caller, dryRun.registryId, null, "dry-run"),
    ]);
    // Unticking a pair plans anew: the newest plan is what a start carries out.
    return { registry, run: await getRun(caller, runs.data[0]?.id ?? dryRun.runId) };
  });
  return (
    <DryRunStep tried={tried}>
      <MatchSection org={org} run={tried.run} registry={tried.registry} actions={null} />
    </DryRunStep>
  );
}
