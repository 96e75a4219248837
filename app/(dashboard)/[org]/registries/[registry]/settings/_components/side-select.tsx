import type { ComponentProps } from "react";
import { inputClass } from "@/components/ui/input";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { SideView } from "@/lib/services/registries/registry-view";

interface Props extends Omit<ComponentProps<"select">, "value" | "onChange"> {
  readonly sides: readonly Pick<SideView, "id" | "kind" | "title">[];
  readonly value: string | null;
  /** The word for no side; left out where there must be one. */
  readonly none?: string;
  readonly onPick: (side: string | null) => void;
}

/** One of the registry's sides, or none. */
export function SideSelect({ sides, value, none, onPick, className, ...rest }: Props) {
  return (
    <select
      {...rest}
      value={value ?? ""}
      onChange={(event) => onPick(event.target.value || null)}
      className={inputClass(className ?? "w-full max-w-80")}
    >
      {(none !== undefined || value === null) && (
        <option value="" disabled={none === undefined}>
          {none ?? "Choose a side"}
        </option>
      )}
      {sides.map((side) => (
        <option key={side.id} value={side.id}>
          {kindWord(side.kind)}: {sideName(side)}
        </option>
      ))}
    </select>
  );
}
