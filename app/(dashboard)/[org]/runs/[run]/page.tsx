import type { Metadata } from "next";
import { runKindWord } from "@/lib/format/run-word";
import { sealPage } from "@/lib/http/cursor";
import { nameActors } from "@/lib/services/people/name-actors";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { getRun, listChanges } from "@/lib/services/runs/browse-runs";
import { findHeldRun } from "@/lib/services/runs/held-run";
import { found } from "../../_session/answer";
import { ChangeList } from "./_components/change-list";
import { MatchSection } from "./_components/match-section";
import { RunHead } from "./_components/run-head";

interface Props {
  readonly params: Promise<{ readonly org: string; readonly run: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, run } = await params;
  return { title: runKindWord((await found(org, (caller) => getRun(caller, run))).kind) };
}

export default async function RunPage({ params }: Props) {
  const { org, run: id } = await params;
  const { run, registry, changes, held, names } = await found(org, async (caller) => {
    const one = await getRun(caller, id);
    const [of, first, waiting, called] = await Promise.all([
      getRegistry(caller, one.registryId),
      listChanges(caller, id, null),
      findHeldRun(caller, id),
      nameActors(caller, [one.trigger.ref, one.decidedBy?.ref]),
    ]);
    return { run: one, registry: of, changes: first, held: waiting, names: called };
  });
  return (
    <>
      <RunHead org={org} run={run} registry={registry} held={held} names={names} />
      <MatchSection org={org} run={run} registry={registry} />
      <ChangeList run={run} registry={registry} initial={sealPage(changes)} />
    </>
  );
}
