import type { DraftBody, DraftField, DraftSide } from "@/lib/services/drafts/draft-input";
import type { DraftColumn, DraftLook } from "@/lib/services/drafts/draft-view";

export type Direction = DraftSide["mappings"][number]["direction"];

/** A field's column on one side; null = it has none there. */
export interface Counterpart {
  readonly side: DraftSide;
  readonly look: DraftLook | undefined;
  readonly column: DraftColumn | undefined;
  /** The column's id, also where it is not there any more. */
  readonly sideField: string | null;
  readonly direction: Direction;
}

export const counterpartOf = (side: DraftSide, looks: readonly DraftLook[], field: string): Counterpart => {
  const look = looks.find((one) => one.side === side.ref);
  const mapping = side.mappings.find((own) => own.field === field && own.direction !== "off");
  return {
    side,
    look,
    column: look?.columns.find(({ id }) => id === mapping?.sideField),
    sideField: mapping?.sideField ?? null,
    direction: mapping?.direction ?? "off",
  };
};

const withSide = (
  sides: readonly DraftSide[],
  ref: string,
  change: (side: DraftSide) => DraftSide,
): DraftSide[] => sides.map((side) => (side.ref === ref ? change(side) : side));

/** Maps a field to a column of a side, or to none. A column that another field had goes with it: it means one thing. */
export function withColumn(
  sides: readonly DraftSide[],
  at: { readonly side: string; readonly field: string },
  column: DraftColumn | null,
): DraftSide[] {
  return withSide(sides, at.side, (side) => {
    const before = side.mappings.find(({ field }) => field === at.field);
    const others = side.mappings.filter(
      ({ field, sideField }) => field !== at.field && sideField !== column?.id,
    );
    if (column === null) return { ...side, mappings: others };
    const asked = before && before.direction !== "off" ? before.direction : "both";
    const direction = column.readOnlyBecause === null ? asked : "in";
    return { ...side, mappings: [...others, { field: at.field, sideField: column.id, direction }] };
  });
}

export const withDirection = (
  sides: readonly DraftSide[],
  at: { readonly side: string; readonly field: string },
  direction: Direction,
): DraftSide[] =>
  withSide(sides, at.side, (side) => ({
    ...side,
    mappings: side.mappings.map((own) => (own.field === at.field ? { ...own, direction } : own)),
  }));

/** Takes a field out, with what was decided for it. */
export function withoutField(
  { fields, sides, key }: Pick<DraftBody, "fields" | "sides" | "key">,
  ref: string,
): Pick<DraftBody, "fields" | "sides" | "key"> {
  return {
    fields: fields.filter((field) => field.ref !== ref),
    sides: sides.map((side) => ({ ...side, mappings: side.mappings.filter(({ field }) => field !== ref) })),
    key: key.filter((part) => part !== ref),
  };
}

/** Why a column cannot carry a field's type; null = it can, or nobody knows it. */
export function misfit({ column }: Counterpart, type: DraftField["type"]): string | null {
  if (column === undefined || column.carries.includes(type)) return null;
  return `“${column.name}” (${column.native}) cannot hold this type.`;
}

/** Fields that at least two sides have: the others reach nobody. */
export const mappedCount = ({ fields, sides }: Pick<DraftBody, "fields" | "sides">): number =>
  fields.filter(
    ({ ref }) =>
      sides.filter(({ mappings }) =>
        mappings.some(({ field, direction }) => field === ref && direction !== "off"),
      ).length > 1,
  ).length;

/** Columns of a side that no field has yet. */
export const freeColumns = (side: DraftSide, look: DraftLook | undefined): readonly DraftColumn[] =>
  (look?.columns ?? []).filter(({ id }) => side.mappings.every(({ sideField }) => sideField !== id));
