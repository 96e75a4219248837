import { Check } from "lucide-react";
import { KindIcon } from "@/components/ui/kind-icon";
import { kindWord } from "@/lib/format/setting";
import type { SideView } from "@/lib/services/registries/registry-view";

interface Props {
  readonly sides: readonly SideView[];
  readonly equalOn: readonly string[];
}

/** A tick when every side holds the row alike; else the sides that do not yet. */
export function EqualTick({ sides, equalOn }: Props) {
  const behind = sides.filter((side) => !equalOn.includes(side.id));
  if (behind.length === 0)
    return (
      <span title="Equal on all sides" className="inline-flex align-middle text-good">
        <Check size={15} role="img" aria-label="Equal on all sides" />
      </span>
    );
  const names = behind.map((side) => kindWord(side.kind)).join(", ");
  return (
    <span title={`Not yet equal on ${names}`} className="inline-flex items-center gap-1 text-xs text-warn">
      waits
      {behind.map((side) => (
        <KindIcon key={side.id} kind={side.kind} size={14} />
      ))}
    </span>
  );
}
