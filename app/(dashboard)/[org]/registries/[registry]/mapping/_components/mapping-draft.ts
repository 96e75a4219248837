import type { ColumnView, SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";

export type Direction = "both" | "in" | "out" | "off";

/** One field on one side as it is being changed; `off` = not mapped. */
export interface CellDraft {
  readonly column: string | null;
  readonly direction: Direction;
}

/** By side, then by field name. */
export type MappingDraft = Readonly<Record<string, Readonly<Record<string, CellDraft>>>>;

const UNMAPPED: CellDraft = { column: null, direction: "off" };

export function mappingDraftOf({ sides, fields }: RegistryView): MappingDraft {
  return Object.fromEntries(
    sides.map((side) => [
      side.id,
      Object.fromEntries(
        fields.map(({ name }) => {
          const mapping = side.mappings.find((own) => own.field === name);
          const direction = (mapping?.direction ?? "off") as Direction;
          return [name, mapping ? { column: mapping.sideField, direction } : UNMAPPED];
        }),
      ),
    ]),
  );
}

export const cellOf = (draft: MappingDraft, side: string, field: string): CellDraft =>
  draft[side]?.[field] ?? UNMAPPED;

export function withCell(
  draft: MappingDraft,
  at: { readonly side: string; readonly field: string },
  cell: CellDraft,
): MappingDraft {
  return { ...draft, [at.side]: { ...draft[at.side], [at.field]: cell } };
}

/** The sides whose mapping is another, as the API takes them. */
export function changedSides(
  draft: MappingDraft,
  registry: RegistryView,
): NonNullable<UpdateRegistryInput["sides"]> {
  const stored = mappingDraftOf(registry);
  return registry.sides
    .filter(({ id }) => JSON.stringify(draft[id]) !== JSON.stringify(stored[id]))
    .map(({ id }) => ({
      id,
      mappings: registry.fields.flatMap(({ name }) => {
        const { column, direction } = cellOf(draft, id, name);
        return column === null ? [] : [{ field: name, sideField: column, direction }];
      }),
    }));
}

export interface MappingWarning {
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
  return registry.fields.flatMap(({ name }) => {
    const cells = registry.sides.map((side) => ({ side, cell: cellOf(draft, side.id, name) }));
    const mapped = cells.filter(({ cell }) => cell.direction !== "off");
    const isKey = registry.key.includes(name);
    const fault = (text: string): MappingWarning => ({ field: name, text, isFault: true });
    const note = (text: string): MappingWarning => ({ field: name, text, isFault: false });
    if (isKey && mapped.length < cells.length)
      return [fault("It is part of the key and has to be mapped on every side.")];
    const broken = mapped.flatMap(({ side, cell }) => {
      const columns = looks.find((look) => look.side === side.id)?.columns ?? [];
      return columnFaults(cell, columns).map(fault);
    });
    if (broken.length > 0) return broken;
    const isEdited = mapped.some(({ cell }) => cell.direction === "both" || cell.direction === "in");
    if (mapped.length === 0) return [note("It is mapped nowhere, so its values stay as they are.")];
    if (!isEdited) return [note("No side may edit it: every edit is put back.")];
    return mapped.length === 1 ? [note("It is mapped on one side only, so it reaches no other.")] : [];
  });
}

function columnFaults(cell: CellDraft, columns: readonly ColumnView[]): string[] {
  if (columns.length === 0) return [];
  const column = columns.find(({ id }) => id === cell.column);
  if (!column) return ["The column it was mapped to is not there any more: choose another."];
  const isWritten = cell.direction === "both" || cell.direction === "out";
  return isWritten && column.readOnlyBecause !== null
    ? [`“${column.name}” cannot be written: let it only be read.`]
    : [];
}

/** Columns that can carry the field; the one that is mapped stays among them. */
export const columnsFor = (
  columns: readonly ColumnView[],
  type: string,
  present: string | null,
): readonly ColumnView[] =>
  columns.filter(({ id, carries }) => id === present || (carries as readonly string[]).includes(type));

/** Choosing a column maps the field both ways where the column can be written. */
export function columnChosen(cell: CellDraft, column: ColumnView | undefined): CellDraft {
  if (!column) return { ...cell, direction: "off" };
  const direction = cell.direction === "off" ? "both" : cell.direction;
  return { column: column.id, direction: column.readOnlyBecause === null ? direction : "in" };
}
