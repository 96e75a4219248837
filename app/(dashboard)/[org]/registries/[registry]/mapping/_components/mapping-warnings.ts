import type { ColumnView, SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { type CellDraft, cellOf, type FieldDraft, type MappingDraft } from "./mapping-draft";

export interface MappingWarning {
  /** The field's ref. */
  readonly field: string;
  readonly text: string;
  /** It cannot be saved like this. */
  readonly isFault: boolean;
}

/** What stands against the mapping, and what a person should know of it, field by field. */
export function warningsOf(
  draft: MappingDraft,
  registry: RegistryView,
  looks: readonly SideColumnsView[],
): readonly MappingWarning[] {
  return draft.fields.flatMap((field) => {
    const fault = (text: string): MappingWarning => ({ field: field.ref, text, isFault: true });
    const note = (text: string): MappingWarning => ({ field: field.ref, text, isFault: false });
    if (field.isRemoved)
      return [note("It is taken out. The sides keep their values; history and ledger keep theirs.")];
    const cells = registry.sides.map((side) => ({ side, cell: cellOf(draft, side.id, field.ref) }));
    const mapped = cells.filter(({ cell }) => cell.direction !== "off");
    const named = nameFault(field, draft);
    if (named) return [fault(named)];
    if (registry.key.includes(field.storedName ?? "") && mapped.length < cells.length)
      return [fault("It is part of the key and has to be mapped on every side.")];
    const broken = mapped.flatMap(({ side, cell }) => {
      const columns = looks.find((look) => look.side === side.id)?.columns ?? [];
      return columnFaults(cell, field.type, columns).map(fault);
    });
    if (broken.length > 0) return broken;
    const isEdited = mapped.some(({ cell }) => cell.direction === "both" || cell.direction === "in");
    if (mapped.length === 0) return [note("It is mapped nowhere, so its values stay as they are.")];
    if (!isEdited) return [note("No side may edit it: every edit is put back.")];
    return mapped.length === 1 ? [note("It is mapped on one side only, so it reaches no other.")] : [];
  });
}

function nameFault({ ref, name }: FieldDraft, { fields }: MappingDraft): string | null {
  const own = name.trim().toLowerCase();
  if (own === "") return "It needs a name.";
  const isTaken = fields.some(
    (other) => other.ref !== ref && !other.isRemoved && other.name.trim().toLowerCase() === own,
  );
  return isTaken ? "Another field has this name." : null;
}

function columnFaults(cell: CellDraft, type: string, columns: readonly ColumnView[]): string[] {
  if (columns.length === 0) return [];
  const column = columns.find(({ id }) => id === cell.column);
  if (!column) return ["The column it was mapped to is not there any more: choose another."];
  if (!(column.carries as readonly string[]).includes(type))
    return [`“${column.name}” is ${column.native} now, which cannot carry the field: choose another column.`];
  const isWritten = cell.direction === "both" || cell.direction === "out";
  return isWritten && column.readOnlyBecause !== null
    ? [`“${column.name}” cannot be written: let it only be read.`]
    : [];
}
