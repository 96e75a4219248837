import type { ColumnView, SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { UpdateRegistryInput } from "@/lib/services/registries/registry-input";
import type { RegistryView } from "@/lib/services/registries/registry-view";

export type Direction = "both" | "in" | "out" | "off";
export type FieldType = NonNullable<NonNullable<UpdateRegistryInput["fields"]>["add"]>[number]["type"];

/** One field on one side as it is being changed; `off` = not mapped. */
export interface CellDraft {
  readonly column: string | null;
  readonly direction: Direction;
}

/** One field as it is being changed. `ref`: its id, or a number of ours while it has none. */
export interface FieldDraft {
  readonly ref: string;
  readonly name: string;
  readonly type: string;
  /** As it is stored; null = it is to be added. */
  readonly storedName: string | null;
  readonly isRemoved: boolean;
}

export interface MappingDraft {
  readonly fields: readonly FieldDraft[];
  /** By side, then by the field's ref. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, CellDraft>>>>;
  /** By the field's ref: the side that fills it where it is mapped anew; null = the conflict strategy decides. */
  readonly fills: Readonly<Record<string, string | null>>;
}

const UNMAPPED: CellDraft = { column: null, direction: "off" };

export function mappingDraftOf({ sides, fields, winners }: RegistryView): MappingDraft {
  const cells = sides.map((side) => {
    const own = fields.map(({ id, name }) => {
      const mapping = side.mappings.find(({ field }) => field === name);
      const direction = (mapping?.direction ?? "off") as Direction;
      return [id, mapping ? { column: mapping.sideField, direction } : UNMAPPED] as const;
    });
    return [side.id, Object.fromEntries(own)] as const;
  });
  return {
    fields: fields.map(({ id, name, type }) => ({ ref: id, name, type, storedName: name, isRemoved: false })),
    cells: Object.fromEntries(cells),
    fills: Object.fromEntries(fields.map(({ id, name }) => [id, winners.fields[name] ?? null])),
  };
}

export const cellOf = (draft: MappingDraft, side: string, ref: string): CellDraft =>
  draft.cells[side]?.[ref] ?? UNMAPPED;

export function withCell(
  draft: MappingDraft,
  at: { readonly side: string; readonly field: string },
  cell: CellDraft,
): MappingDraft {
  const cells = { ...draft.cells, [at.side]: { ...draft.cells[at.side], [at.field]: cell } };
  return { ...draft, cells };
}

export function withField(
  draft: MappingDraft,
  ref: string,
  change: Partial<Pick<FieldDraft, "name" | "isRemoved">>,
): MappingDraft {
  return {
    ...draft,
    fields: draft.fields.map((field) => (field.ref === ref ? { ...field, ...change } : field)),
  };
}

/** A field that was never saved is simply gone; a stored one is marked, so that it can be put back. */
export function withoutField(draft: MappingDraft, ref: string): MappingDraft {
  const isNew = draft.fields.some((field) => field.ref === ref && field.storedName === null);
  if (!isNew) return withField(draft, ref, { isRemoved: true });
  return { ...draft, fields: draft.fields.filter((field) => field.ref !== ref) };
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** Adds a field for a side's column, mapped to the columns of the same name on the others, and filled from that side. */
export function withColumn(
  draft: MappingDraft,
  { side, column }: { readonly side: string; readonly column: ColumnView },
  looks: readonly SideColumnsView[],
): MappingDraft {
  const ref = freeRef(draft);
  const type = column.carries[0] ?? "text";
  const field: FieldDraft = { ref, name: column.name, type, storedName: null, isRemoved: false };
  const grown: MappingDraft = {
    ...draft,
    fields: [...draft.fields, field],
    fills: { ...draft.fills, [ref]: side },
  };
  return looks.reduce<MappingDraft>((made, look) => {
    const same =
      look.side === side ? column : freeColumns(draft, look).find((other) => pairs(other, { column, type }));
    return same ? withCell(made, { side: look.side, field: ref }, columnChosen(UNMAPPED, same)) : made;
  }, grown);
}

const pairs = (other: ColumnView, { column, type }: { readonly column: ColumnView; readonly type: string }) =>
  plain(other.name) === plain(column.name) && (other.carries as readonly string[]).includes(type);

function freeRef({ fields }: MappingDraft): string {
  for (let number = 1; ; number += 1) {
    const ref = `new ${number}`;
    if (!fields.some((field) => field.ref === ref)) return ref;
  }
}

/** A side's columns that no field is mapped to. */
export function freeColumns(draft: MappingDraft, { side, columns }: SideColumnsView): readonly ColumnView[] {
  const taken = new Set(
    draft.fields.flatMap(({ ref, isRemoved }) => {
      const { column, direction } = cellOf(draft, side, ref);
      return isRemoved || direction === "off" || column === null ? [] : [column];
    }),
  );
  return columns.filter(({ id, carries }) => !taken.has(id) && carries.length > 0);
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

/** The sides on which a field is mapped anew, or to another column: what stands there was never agreed on. */
export function freshOn(draft: MappingDraft, registry: RegistryView, ref: string): readonly string[] {
  const stored = mappingDraftOf(registry);
  return registry.sides.flatMap(({ id }) => {
    const [was, is] = [cellOf(stored, id, ref), cellOf(draft, id, ref)];
    const isFresh = is.direction !== "off" && (was.direction === "off" || was.column !== is.column);
    return isFresh ? [id] : [];
  });
}

/** What the draft changes, as the API takes it. */
export function changeOf(draft: MappingDraft, registry: RegistryView): UpdateRegistryInput {
  const left = draft.fields.filter(({ isRemoved }) => !isRemoved);
  const add = left
    .filter(({ storedName }) => storedName === null)
    .map(({ name, type }) => ({ name: name.trim(), type: type as FieldType }));
  const rename = left
    .filter(({ storedName, name }) => storedName !== null && storedName !== name.trim())
    .map(({ ref, name }) => ({ field: ref, name: name.trim() }));
  const remove = draft.fields.filter(({ isRemoved }) => isRemoved).map(({ ref }) => ref);
  const isOther = add.length + rename.length + remove.length > 0;
  const fills = left.flatMap(({ ref, name }): [string, string][] => {
    const side = draft.fills[ref];
    return side ? [[name.trim(), side]] : [];
  });
  const isFilled = left.some(({ ref, storedName }) => {
    const was = storedName === null ? null : (registry.winners.fields[storedName] ?? null);
    return (draft.fills[ref] ?? null) !== was;
  });
  return {
    mappingVersion: registry.mappingVersion,
    ...(isOther && { fields: { add, rename, remove } }),
    ...(isFilled && { winners: { default: registry.winners.default, fields: Object.fromEntries(fills) } }),
    sides: changedSides(draft, registry),
  };
}

/** The sides whose mapping is another. */
function changedSides(
  draft: MappingDraft,
  registry: RegistryView,
): NonNullable<UpdateRegistryInput["sides"]> {
  const stored = mappingDraftOf(registry);
  const left = draft.fields.filter(({ isRemoved }) => !isRemoved);
  return registry.sides
    .filter(({ id }) =>
      left.some(
        ({ ref }) => JSON.stringify(cellOf(draft, id, ref)) !== JSON.stringify(cellOf(stored, id, ref)),
      ),
    )
    .map(({ id }) => ({
      id,
      mappings: left.flatMap(({ ref, name }) => {
        const { column, direction } = cellOf(draft, id, ref);
        return column === null ? [] : [{ field: name.trim(), sideField: column, direction }];
      }),
    }));
}
