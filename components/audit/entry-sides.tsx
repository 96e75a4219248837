import { ArrowRight } from "lucide-react";
import { sideName } from "@/lib/format/side";
import type { EntryView } from "@/lib/services/audit/entry-view";
import type { SideView } from "@/lib/services/registries/registry-view";
import { KindIcon } from "../ui/kind-icon";

interface Props {
  readonly entry: EntryView;
  readonly sides: ReadonlyMap<string, SideView>;
}

export const isAboutSides = ({ sources, destination }: EntryView): boolean =>
  sources.length > 0 || destination !== null;

/** Where the values came from, and where they were written. */
export function EntrySides({ entry: { sources, destination }, sides }: Props) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {sources.length > 0 && <span className="text-small text-ink-faint">from</span>}
      {sources.map((id) => (
        <OneSide key={id} side={sides.get(id)} />
      ))}
      {destination && <ArrowRight size={13} aria-hidden className="text-ink-faint" />}
      {destination && <span className="sr-only">to</span>}
      {destination && <OneSide side={sides.get(destination)} />}
    </span>
  );
}

function OneSide({ side }: { readonly side: SideView | undefined }) {
  if (!side) return <span className="text-ink-faint">a side that is gone</span>;
  return (
    <span className="inline-flex items-center gap-1" title={sideName(side)}>
      <KindIcon kind={side.kind} size={15} />
    </span>
  );
}
