import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";
import { stateWord } from "@/lib/format/registry-state";
import { runWord } from "@/lib/format/run-word";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { MappingLink } from "./mapping-link";

interface Props {
  readonly org: string;
  readonly registry: RegistryView;
  readonly held: RunView | null;
  readonly newest: RunView | null;
}

/** Why the registry is not simply up to date, and what is to be done. */
export function StateNotice({ org, registry, held, newest }: Props) {
  const { tone, meaning } = stateWord(registry.state);
  if (!held && newest && runWord(newest).word === "Rejected")
    return (
      <Problem
        tone="warn"
        title="The last plan was rejected, so the sides still differ"
        remedy="No more of it is written. The next run asks again: put the rows back before it, or approve it then."
      />
    );
  if (registry.stateReason === null && !held) return null;
  // Of the run that brought the registry here, which says more than its state.
  const mends = newest?.error?.message === registry.stateReason ? (newest?.error?.remedy ?? null) : null;
  return (
    <Problem
      tone={tone === "stop" || tone === "bad" ? tone : "warn"}
      title={registry.stateReason ?? meaning}
      remedy={registry.stateReason === null ? null : (mends ?? meaning)}
    >
      <MappingLink base={`/${org}/registries/${registry.id}`} remedy={mends} />
      {registry.state === "reconnect-needed" && (
        <Link
          href={`/${org}/connections`}
          className="mt-1.5 inline-block font-medium text-accent hover:underline"
        >
          Go to Connections
        </Link>
      )}
      {registry.state === "over-limit" && (
        <Link href="/pricing" className="mt-1.5 inline-block font-medium text-accent hover:underline">
          See the plans
        </Link>
      )}
      {held && (
        <Link href={`/${org}/runs/${held.id}`} className={buttonClass("primary", "mt-2.5")}>
          Look at the plan and decide
        </Link>
      )}
    </Problem>
  );
}
