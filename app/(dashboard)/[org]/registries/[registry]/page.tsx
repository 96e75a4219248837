import { sealPage } from "@/lib/http/cursor";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { found } from "../../_session/answer";
import { FirstSync } from "./_components/first-sync";
import { RunTable } from "./_components/run-table";

export default async function RunsPage({ params }: { params: Promise<{ org: string; registry: string }> }) {
  const { org, registry: id } = await params;
  const [registry, runs] = await found(org, (caller) =>
    Promise.all([getRegistry(caller, id), listRuns(caller, id, null)]),
  );
  const dryRun = runs.data.find((run) => run.kind === "dry-run" && run.planHash !== null) ?? null;
  return (
    <>
      {registry.state === "draft" && <FirstSync registry={registry} dryRun={dryRun} />}
      <RunTable registry={registry} initial={sealPage(runs)} />
    </>
  );
}
