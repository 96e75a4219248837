import { ArrowLeftRight, ArrowRight } from "lucide-react";
import { Fragment } from "react";
import type { Flow } from "@/lib/format/flow";
import { KindIcon } from "./ui/kind-icon";

interface Props {
  readonly sides: readonly { readonly id: string; readonly kind: string; readonly flow: Flow }[];
}

/** A registry's sides with arrows between them: sources first when values flow one way only. */
export function SideIcons({ sides }: Props) {
  const ordered = sides.toSorted((a, b) => ORDER[a.flow] - ORDER[b.flow]);
  return (
    <p className="mt-1 flex items-center gap-1.5 text-ink-faint">
      {ordered.map(({ id, kind, flow }, at) => {
        const before = ordered[at - 1]?.flow;
        const Arrow = before === "both" && flow === "both" ? ArrowLeftRight : ArrowRight;
        return (
          <Fragment key={id}>
            {before && <Arrow size={12} aria-hidden />}
            <KindIcon kind={kind} size={16} />
          </Fragment>
        );
      })}
    </p>
  );
}

const ORDER = { in: 0, both: 1, out: 2, off: 3 };
