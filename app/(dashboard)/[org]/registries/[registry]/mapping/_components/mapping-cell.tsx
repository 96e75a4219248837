import { inputClass } from "@/components/ui/input";
import { counterpartText, sideName } from "@/lib/format/side";
import type { SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { SideView } from "@/lib/services/registries/registry-view";
import { DirectionSwitch } from "./direction-switch";
import { type CellDraft, columnChosen, columnsFor, type FieldDraft } from "./mapping-draft";

interface Props {
  readonly field: Pick<FieldDraft, "name" | "type">;
  readonly isKey: boolean;
  readonly side: SideView;
  /** Undefined until the side has told its columns. */
  readonly look: SideColumnsView | undefined;
  readonly cell: CellDraft;
  readonly onChange: (cell: CellDraft) => void;
}

/** A field's counterpart on one side, and which way its values go there. */
export function MappingCell({ field, isKey, side, look, cell, onChange }: Props) {
  const of = `${field.name} on ${sideName(side)}`;
  const columns = columnsFor(look?.columns ?? [], field.type, cell.column);
  const present = columns.find(({ id }) => id === cell.column);
  const isMapped = cell.direction !== "off" && cell.column !== null;
  const isUnknown = isMapped && !present && cell.column !== null;
  return (
    <span className="flex items-center gap-1.5">
      <select
        aria-label={`Column of ${of}`}
        value={isMapped ? (cell.column ?? "") : ""}
        onChange={(event) =>
          onChange(
            columnChosen(
              cell,
              columns.find(({ id }) => id === event.target.value),
            ),
          )
        }
        className={inputClass("w-30 truncate")}
      >
        {(!isKey || !isMapped) && <option value="">Not mapped</option>}
        {isUnknown && (
          <option value={cell.column ?? ""}>
            {look ? counterpartText(side.kind, cell.column ?? "") : "Asking…"}
          </option>
        )}
        {columns.map((column) => (
          <option key={column.id} value={column.id}>
            {column.name}
            {column.readOnlyBecause === null ? "" : " (read-only)"}
          </option>
        ))}
      </select>
      {isMapped && (
        <DirectionSwitch
          of={of}
          value={cell.direction}
          readOnlyBecause={present?.readOnlyBecause ?? null}
          onChange={(direction) => onChange({ ...cell, direction })}
        />
      )}
    </span>
  );
}
