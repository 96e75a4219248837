import Link from "next/link";
import { Moment } from "@/components/ui/moment";
import { matchModeSentence } from "@/lib/format/matching";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { FirstSyncButtons } from "./first-sync-buttons";

interface Props {
  readonly org: string;
  readonly registry: RegistryView;
  /** The newest dry run with a plan. */
  readonly dryRun: RunView | null;
}

/** What the first sync of a draft will do, and the ways to begin it. */
export function FirstSync({ org, registry, dryRun }: Props) {
  if (registry.mode === "shadow") return <InShadow org={org} registry={registry} />;
  return (
    <section aria-labelledby="first-sync" className="card mb-6">
      <div className="px-4 py-3.5">
        <h2 id="first-sync" className="text-[0.9375rem] font-semibold">
          The first sync has not begun
        </h2>
        <p className="mt-0.5 text-ink-soft">
          Nothing is written until you start it, and nothing is deleted by it. A dry run shows beforehand what
          it would do, down to the cell.
        </p>
        <ul className="mt-2.5 list-disc space-y-1 pl-4.5 marker:text-ink-faint">
          <li>{matchModeSentence(registry.match)}</li>
          {registry.match !== "create-only" && <li>{keySentence(registry)}</li>}
          {registry.match !== "create-only" && <li>{winnerSentence(registry)}</li>}
        </ul>
        {dryRun && (
          <p className="mt-2.5 text-ink-soft">
            Dry run made <Moment at={dryRun.finishedAt ?? dryRun.createdAt} />:{" "}
            <Link href={`/${org}/runs/${dryRun.id}`} className="font-medium text-accent hover:underline">
              see what it would do
            </Link>
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center justify-end gap-2 rounded-b-[10px] border-t bg-sunken px-4 py-3">
        <FirstSyncButtons id={registry.id} isTried={dryRun !== null} />
      </div>
    </section>
  );
}

function InShadow({ org, registry }: Pick<Props, "org" | "registry">) {
  return (
    <section aria-labelledby="first-sync" className="card mb-6 px-4 py-3.5">
      <h2 id="first-sync" className="text-[0.9375rem] font-semibold">
        This registry is in shadow
      </h2>
      <p className="mt-0.5 text-ink-soft">
        Its runs read and plan and write nothing.{" "}
        <Link
          href={`/${org}/registries/${registry.id}/shadow`}
          className="font-medium text-accent hover:underline"
        >
          What they would have done
        </Link>
      </p>
    </section>
  );
}

function keySentence({ key, normalise }: RegistryView): string {
  const form = normalise
    ? "without regard to case, outer spaces and Unicode form"
    : "letter by letter, capitals and spaces included";
  return `The key is ${key.join(" + ")}, compared ${form}.`;
}

function winnerSentence({ winners, sides }: RegistryView): string {
  const nameOf = (id: string): string => {
    const side = sides.find((own) => own.id === id);
    return side ? `${kindWord(side.kind)} (${sideName(side)})` : id;
  };
  const fields = Object.entries(winners.fields).map(([field, side]) => `${field} from ${nameOf(side)}`);
  const others = winners.default
    ? `${nameOf(winners.default)} wins`
    : "the strategy for conflicts decides, and the other value is kept";
  return `Where matched records differ, ${others}${fields.length > 0 ? `; ${fields.join(", ")}` : ""}. An empty cell never wins over a value.`;
}
