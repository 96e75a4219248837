import { isMendedSince } from "@/lib/format/drift-word";
import { sealPage } from "@/lib/http/cursor";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { lastDriftCheck } from "@/lib/services/registries/drift-certificate";
import { listDriftRows } from "@/lib/services/registries/list-drift-rows";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { sought } from "../../_session/answer";
import { DriftPanel } from "../../registries/[registry]/_components/drift-panel";
import { ItemHead } from "./item-head";
import { ItemOver } from "./item-over";
import { DriftRows } from "./item-parts";
import { MendDrift } from "./mend-drift";

interface Props {
  readonly org: string;
  readonly registryId: string;
}

/** What the last full compare found that differs, side by side; to be looked at again, or mended by a sync. */
export async function DriftItem({ org, registryId }: Props) {
  const shown = await sought(org, async (caller) => {
    const [registry, runs, drift, rows] = await Promise.all([
      getRegistry(caller, registryId),
      listRuns(caller, registryId, null),
      lastDriftCheck(caller, registryId),
      listDriftRows(caller, registryId, null),
    ]);
    return { registry, runs: sealPage(runs), drift, rows: sealPage(rows) };
  });
  if (shown === null)
    return (
      <>
        <ItemHead kind="drift" title="This registry is gone" registry={null} />
        <ItemOver title="There is no such registry">It may have been deleted.</ItemOver>
      </>
    );
  const { registry, runs, drift, rows } = shown;
  const href = `/${org}/registries/${registryId}`;
  const mended = drift.certificate !== null && isMendedSince(drift.certificate.at, runs.data);
  return (
    <>
      <ItemHead
        kind="drift"
        title={mended ? "Mended by a run" : "The sides have drifted"}
        registry={{ view: registry, href }}
      >
        {mended
          ? "A run has written since this check: what differed then is equal now, or waits under conflicts and issues. Check again to see it proven."
          : "A full compare found rows that are not the same on every side. A check writes nothing; a sync carries each edit to the other sides."}
      </ItemHead>
      {!mended && <MendDrift registry={registry} />}
      <DriftPanel org={org} registry={registry} runs={runs} drift={drift} />
      <DriftRows key={drift.certificate?.runId} registry={registry} href={href} initial={rows} />
    </>
  );
}
