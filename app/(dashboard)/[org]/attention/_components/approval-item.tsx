import Link from "next/link";
import { runKindWord } from "@/lib/format/run-word";
import { sealPage } from "@/lib/http/cursor";
import { nameActors } from "@/lib/services/people/name-actors";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { getRun, listChanges } from "@/lib/services/runs/browse-runs";
import { findHeldRun } from "@/lib/services/runs/held-run";
import { sought } from "../../_session/answer";
import { Decision } from "../../runs/[run]/_components/decision";
import { ItemHead } from "./item-head";
import { ItemOver } from "./item-over";
import { ApprovalCard, ChangeList } from "./item-parts";

interface Props {
  readonly org: string;
  readonly runId: string;
}

/** A held plan: what it would do and why it was stopped, every change of it, and the ways to decide. */
export async function ApprovalItem({ org, runId }: Props) {
  const shown = await sought(org, async (caller) => {
    const run = await getRun(caller, runId);
    const [registry, held, changes, names] = await Promise.all([
      getRegistry(caller, run.registryId),
      findHeldRun(caller, runId),
      listChanges(caller, runId, null),
      nameActors(caller, [run.decidedBy?.ref]),
    ]);
    return { run, registry, held, changes: sealPage(changes), names };
  });
  if (shown === null)
    return (
      <>
        <ItemHead kind="approval" title="This plan is gone" registry={null} />
        <ItemOver title="There is no such plan">Its registry may have been deleted.</ItemOver>
      </>
    );
  const { run, registry, held, changes, names } = shown;
  const href = `/${org}/registries/${registry.id}`;
  const title = `${runKindWord(run.kind)} of ${registry.name}`;
  return (
    <>
      <ItemHead kind="approval" title={title} registry={{ view: registry, href }} />
      {held ? (
        <>
          <ApprovalCard held={held} registry={registry} />
          <ChangeList run={run} registry={registry} initial={changes} />
        </>
      ) : (
        <ItemOver title="This plan waits no more">
          It was held
          <Decision run={run} names={names} />.{" "}
          <Link href={`/${org}/runs/${runId}`} className="font-medium text-accent hover:underline">
            What became of it
          </Link>
        </ItemOver>
      )}
    </>
  );
}
