import Link from "next/link";
import { Problem } from "@/components/ui/problem";
import { stateWord } from "@/lib/format/registry-state";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { sought } from "../../_session/answer";
import { RegistryActions } from "../../registries/[registry]/_components/registry-actions";
import { ItemHead } from "./item-head";
import { ItemOver } from "./item-over";

interface Props {
  readonly org: string;
  readonly registryId: string;
}

/** A registry whose last run a safety rule ended: why, the run itself, and running it again. */
export async function StoppedItem({ org, registryId }: Props) {
  const registry = await sought(org, (caller) => getRegistry(caller, registryId));
  const { meaning } = stateWord("stopped");
  if (registry?.state !== "stopped")
    return (
      <>
        <ItemHead
          kind="stopped"
          title="It goes on"
          registry={registry && { view: registry, href: `/${org}/registries/${registryId}` }}
        />
        <ItemOver title="This registry is not stopped any more">
          {registry ? `It is now: ${stateWord(registry.state).word}.` : "It may have been deleted."}
        </ItemOver>
      </>
    );
  return (
    <>
      <ItemHead
        kind="stopped"
        title={`The last run of ${registry.name} was ended`}
        registry={{ view: registry, href: `/${org}/registries/${registryId}` }}
      />
      <Problem
        tone="stop"
        title={registry.stateReason ?? meaning}
        remedy={`${meaning} Mend the cause and run again: such a plan cannot be approved.`}
      >
        {registry.lastRunId && (
          <Link
            href={`/${org}/runs/${registry.lastRunId}`}
            className="mt-1.5 inline-block font-medium text-accent hover:underline"
          >
            The run that was stopped
          </Link>
        )}
      </Problem>
      <div className="mt-4">
        <RegistryActions registry={registry} isUnderWay={false} />
      </div>
    </>
  );
}
