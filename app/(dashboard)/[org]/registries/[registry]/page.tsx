import { sealPage } from "@/lib/http/cursor";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { lastDriftCheck } from "@/lib/services/registries/drift-certificate";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { found } from "../../_session/answer";
import { DriftPanel } from "./_components/drift-panel";
import { FirstSync } from "./_components/first-sync";
import { RunTable } from "./_components/run-table";

export default async function RunsPage({ params }: { params: Promise<{ org: string; registry: string }> }) {
  const { org, registry: id } = await params;
  const [registry, runs, drift] = await found(org, (caller) =>
    Promise.all([getRegistry(caller, id), listRuns(caller, id, null), lastDriftCheck(caller, id)]),
  );
  const initial = sealPage(runs);
  const dryRun = runs.data.find((run) => run.kind === "dry-run" && run.planHash !== null) ?? null;
  return (
    <>
      {registry.state === "draft" ? (
        <FirstSync registry={registry} dryRun={dryRun} />
      ) : (
        <DriftPanel registry={registry} runs={initial} drift={drift} />
      )}
      <RunTable registry={registry} initial={initial} />
    </>
  );
}
