import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { KindIcon } from "@/components/ui/kind-icon";
import { sideName } from "@/lib/format/side";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { sought } from "../../_session/answer";
import { ItemHead } from "./item-head";
import { ItemOver } from "./item-over";

interface Props {
  readonly org: string;
  readonly registryId: string;
}

/** Columns that a run has found on the sides; they are taken up, or left, where fields are mapped. */
export async function ColumnsItem({ org, registryId }: Props) {
  const registry = await sought(org, (caller) => getRegistry(caller, registryId));
  const href = `/${org}/registries/${registryId}`;
  const head = (
    <ItemHead kind="columns" title="New on the sides" registry={registry && { view: registry, href }}>
      They are not synced until somebody maps them, and nothing else waits for that.
    </ItemHead>
  );
  if (!registry || registry.newColumns.length === 0)
    return (
      <>
        {head}
        <ItemOver title="No column is new any more">Somebody has looked at them, or they are gone.</ItemOver>
      </>
    );
  return (
    <>
      {head}
      <ul aria-label="New columns" className="card divide-y divide-line">
        {registry.newColumns.map(({ side: sideId, id, name }) => {
          const side = registry.sides.find((one) => one.id === sideId);
          return (
            <li key={`${sideId} ${id}`} className="flex items-center gap-2.5 px-4 py-2.5">
              {side && <KindIcon kind={side.kind} size={16} isNamed />}
              <span className="font-medium">{name}</span>
              <span className="ml-auto text-ink-soft">{side && sideName(side)}</span>
            </li>
          );
        })}
      </ul>
      <Link href={`${href}/mapping`} className={buttonClass("primary", "mt-4")}>
        Map them
        <ArrowRight size={14} aria-hidden />
      </Link>
    </>
  );
}
