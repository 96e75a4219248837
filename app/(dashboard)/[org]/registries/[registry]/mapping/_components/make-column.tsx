import { LoaderCircle, Plus } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { ColumnView, SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView, SideView } from "@/lib/services/registries/registry-view";
import type { FieldDraft, FieldType } from "./mapping-draft";
import { useMakeColumn } from "./use-columns";

interface Props {
  readonly registry: RegistryView;
  readonly side: SideView;
  readonly field: FieldDraft;
  readonly onMade: (column: ColumnView) => void;
}

/** Makes the column that a side lacks for a field. */
export function MakeColumn({ registry, side, field, onMade }: Props) {
  const { isMaking, make, refusal } = useMakeColumn(registry);
  const name = field.name.trim();
  return (
    <span className="mt-1 block">
      <button
        type="button"
        disabled={isMaking}
        aria-label={`Make the column ${name} on ${kindWord(side.kind)}: ${sideName(side)}`}
        onClick={() => make(side.id, { name, type: field.type as FieldType }, onMade)}
        className={buttonClass("quiet", "-ml-1 px-1.5 text-xs")}
      >
        {isMaking ? (
          <LoaderCircle size={12} aria-hidden className="animate-spin" />
        ) : (
          <Plus size={12} aria-hidden />
        )}
        Make it there
      </button>
      {refusal && (
        <span role="alert" className="block max-w-56 text-xs text-bad">
          {refusal.message} {refusal.remedy}
        </span>
      )}
    </span>
  );
}

/** Whether a side is known to have no column of the field's name; a relation points into its own system, so none is made. */
export function lacks(look: SideColumnsView | undefined, { name, type }: FieldDraft): boolean {
  if (!look || look.columns.length === 0 || type === "relation" || name.trim() === "") return false;
  return look.columns.every((column) => column.name.toLowerCase() !== name.trim().toLowerCase());
}
