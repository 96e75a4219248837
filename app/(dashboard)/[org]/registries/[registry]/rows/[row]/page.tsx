import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { keyText } from "@/lib/format/cell";
import { sealPage } from "@/lib/http/cursor";
import { nameActors } from "@/lib/services/people/name-actors";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { getRow } from "@/lib/services/rows/get-row";
import { listRowHistory } from "@/lib/services/rows/list-row-history";
import { found } from "../../../../_session/answer";
import { LifeLine } from "./_components/life-line";
import { RowNow } from "./_components/row-now";

interface Props {
  readonly params: Promise<{ readonly org: string; readonly registry: string; readonly row: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, row } = await params;
  return { title: keyText((await found(org, (caller) => getRow(caller, row))).key) };
}

export default async function RowPage({ params }: Props) {
  const { org, registry: within, row: id } = await params;
  const { row, registry, life, names } = await found(org, async (caller) => {
    const [one, happened] = await Promise.all([getRow(caller, id), listRowHistory(caller, id, null)]);
    if (one.registryId !== within) notFound();
    const [of, called] = await Promise.all([
      getRegistry(caller, one.registryId),
      nameActors(caller, happened.data.flatMap(actorsOf)),
    ]);
    return { row: one, registry: of, life: happened, names: called };
  });
  return (
    <>
      <RowNow row={row} registry={registry} />
      <LifeLine row={row} registry={registry} initial={sealPage(life)} names={names} />
    </>
  );
}

function actorsOf(event: Awaited<ReturnType<typeof listRowHistory>>["data"][number]) {
  if (event.kind === "run") return [event.trigger.ref, event.decidedBy?.ref];
  return event.kind === "order" ? [event.by.ref] : [];
}
