import { WINDOW_NAMES } from "@/lib/format/time-window";
import { sealPage } from "@/lib/http/cursor";
import { nameActors } from "@/lib/services/people/name-actors";
import { lastDriftCheck } from "@/lib/services/registries/drift-certificate";
import { getCompliance } from "@/lib/services/registries/get-compliance";
import { getFlow } from "@/lib/services/registries/get-flow";
import { getLatency } from "@/lib/services/registries/get-latency";
import { found } from "../../_session/answer";
import { registryOf, runsOf } from "../../_session/registry";
import { DriftPanel } from "./_components/drift-panel";
import { FirstSync } from "./_components/first-sync";
import { FlowPanel } from "./_components/flow-panel";
import { LatencyPanel } from "./_components/latency-panel";
import { Measures } from "./_components/measures";
import { RegistryFigures } from "./_components/registry-figures";
import { RunTable } from "./_components/run-table";

interface Props {
  readonly params: Promise<{ readonly org: string; readonly registry: string }>;
  readonly searchParams: Promise<{ readonly window?: string | string[] }>;
}

export default async function RunsPage({ params, searchParams }: Props) {
  const { org, registry: id } = await params;
  const { window: asked } = await searchParams;
  const window = WINDOW_NAMES.find((name) => name === asked) ?? "24h";
  const [registry, runs, drift, compliance, day, latency, flow] = await found(org, (caller) =>
    Promise.all([
      registryOf(org, id),
      runsOf(org, id),
      lastDriftCheck(caller, id),
      getCompliance(caller, id),
      getLatency(caller, id, "24h"),
      getLatency(caller, id, window),
      getFlow(caller, id, window),
    ]),
  );
  const initial = sealPage(runs);
  const names = await found(org, (caller) =>
    nameActors(
      caller,
      runs.data.map(({ trigger }) => trigger.ref),
    ),
  );
  const dryRun = runs.data.find((run) => run.kind === "dry-run" && run.planHash !== null) ?? null;
  if (registry.state === "draft")
    return (
      <>
        <FirstSync org={org} registry={registry} dryRun={dryRun} />
        <RunTable registry={registry} initial={initial} names={names} />
      </>
    );
  return (
    <>
      <RegistryFigures registry={registry} compliance={compliance} latency={day.all} drift={drift} />
      <Measures window={window}>
        <LatencyPanel registry={registry} latency={latency} />
        <FlowPanel registry={registry} flow={flow} />
      </Measures>
      <DriftPanel org={org} registry={registry} runs={initial} drift={drift} />
      <RunTable registry={registry} initial={initial} names={names} />
    </>
  );
}
