import type { Metadata } from "next";
import Link from "next/link";
import { ConflictQueue } from "@/components/conflict/conflict-queue";
import { SettledConflicts } from "@/components/conflict/settled-conflicts";
import { RefreshWithRuns } from "@/components/live/refresh-with-runs";
import { Crumbs } from "@/components/ui/crumbs";
import { keyText } from "@/lib/format/cell";
import type { ConflictView } from "@/lib/services/conflicts/conflict-view";
import { getConflict } from "@/lib/services/conflicts/list-conflicts";
import { nameActors } from "@/lib/services/people/name-actors";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { found } from "../../_session/answer";
import { conflictActions } from "../action-set";

interface Props {
  readonly params: Promise<{ readonly org: string; readonly conflict: string }>;
}

const titleOf = ({ field, key }: ConflictView): string =>
  field ? `${field} of ${keyText(key)}` : `${keyText(key)}: deleted and edited`;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, conflict } = await params;
  return { title: titleOf(await found(org, (caller) => getConflict(caller, conflict))) };
}

export default async function ConflictPage({ params }: Props) {
  const { org, conflict: id } = await params;
  const { conflict, registry, names } = await found(org, async (caller) => {
    const one = await getConflict(caller, id);
    const [of, called] = await Promise.all([
      getRegistry(caller, one.registryId),
      nameActors(caller, [one.choice?.by.ref]),
    ]);
    return { conflict: one, registry: of, names: called };
  });
  const base = `/${org}/registries/${registry.id}`;
  const shown = { registry, conflicts: [conflict], actions: conflictActions };
  return (
    <>
      <Crumbs
        trail={[
          { word: "Registries", href: `/${org}` },
          { word: registry.name, href: base },
          { word: "Conflicts", href: `${base}/conflicts` },
          { word: titleOf(conflict) },
        ]}
      />
      <h1 className="text-[1.375rem] leading-8 font-semibold">{titleOf(conflict)}</h1>
      <p className="mt-1 mb-5 text-ink-soft">
        {conflict.resolved
          ? "Settled. Every value that stood against another is kept, and can still be used."
          : "Several sides changed this cell differently. Each keeps its own value until somebody decides; the row's other cells and all other rows go on."}{" "}
        <Link href={`/${org}/runs/${conflict.runId}`} className="text-accent underline">
          {conflict.resolved ? "The run that settled it" : "The run that found it"}
        </Link>
        {" · "}
        <Link href={`${base}/rows/${conflict.rowId}`} className="text-accent underline">
          The row
        </Link>
      </p>
      {conflict.resolved ? <SettledConflicts {...shown} /> : <ConflictQueue {...shown} names={names} />}
      <RefreshWithRuns registry={registry} />
    </>
  );
}
