import Link from "next/link";
import { Problem } from "@/components/ui/problem";
import type { Caller } from "@/lib/auth/policy";
import { stateWord } from "@/lib/format/registry-state";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { getRun } from "@/lib/services/runs/browse-runs";
import { sought } from "../../_session/answer";
import { MappingLink } from "../../registries/[registry]/_components/mapping-link";
import { RegistryActions } from "../../registries/[registry]/_components/registry-actions";
import { ItemHead } from "./item-head";
import { ItemOver } from "./item-over";

interface Props {
  readonly org: string;
  readonly registryId: string;
}

/** A registry whose last run a safety rule ended: why, the run itself, and running it again. */
export async function StoppedItem({ org, registryId }: Props) {
  const { registry, run } = (await sought(org, (caller) => stoppedRun(caller, registryId))) ?? NOTHING;
  const base = `/${org}/registries/${registryId}`;
  const { meaning } = stateWord("stopped");
  if (registry?.state !== "stopped")
    return (
      <>
        <ItemHead kind="stopped" title="It goes on" registry={registry && { view: registry, href: base }} />
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
        registry={{ view: registry, href: base }}
      />
      <Problem
        tone="stop"
        title={registry.stateReason ?? meaning}
        remedy={`${meaning} ${run?.error?.remedy ?? "Mend the cause and run again: such a plan cannot be approved."}`}
      >
        <MappingLink base={base} remedy={run?.error?.remedy ?? null} />
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

const NOTHING = { registry: null, run: null };

/** The run is null where none was begun. */
async function stoppedRun(caller: Caller, registryId: string) {
  const registry = await getRegistry(caller, registryId);
  return { registry, run: registry.lastRunId ? await getRun(caller, registry.lastRunId) : null };
}
