import { ArrowLeftRight, ArrowRight } from "lucide-react";
import { Fragment } from "react";
import { sideFlow } from "@/lib/format/flow";
import type { SideView } from "@/lib/services/registries/registry-view";
import { KindIcon } from "./ui/kind-icon";

/** A registry's sides with arrows between them: sources first when values flow one way only. */
export function SideIcons({ sides }: { readonly sides: readonly SideView[] }) {
  const flows = sides.map((side) => ({ side, flow: sideFlow(side.mappings) }));
  const ordered = flows.toSorted((a, b) => ORDER[a.flow] - ORDER[b.flow]);
  return (
    <p className="mt-1 flex items-center gap-1.5 text-ink-faint">
      {ordered.map(({ side, flow }, at) => {
        const before = ordered[at - 1]?.flow;
        const Arrow = before === "both" && flow === "both" ? ArrowLeftRight : ArrowRight;
        return (
          <Fragment key={side.id}>
            {before && <Arrow size={12} aria-hidden />}
            <KindIcon kind={side.kind} size={16} />
          </Fragment>
        );
      })}
    </p>
  );
}

const ORDER = { in: 0, both: 1, out: 2, off: 3 };
