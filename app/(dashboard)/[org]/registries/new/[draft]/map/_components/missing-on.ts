import { shortName } from "@/lib/format/free-name";
import type { DraftBody, DraftField, DraftSide } from "@/lib/services/drafts/draft-input";
import type { DraftLook } from "@/lib/services/drafts/draft-view";
import type { TemplateView } from "@/lib/services/templates/template-view";
import { type Kind, type NewPlaceField, newField } from "../../connect/_components/new-place";
import { counterpartOf } from "./field-columns";

/** A field and the column that a place would get for it. */
export interface MissingColumn {
  readonly field: DraftField;
  readonly column: NewPlaceField;
}

type Parts = Pick<DraftBody, "fields" | "sides" | "rules"> & {
  /** What the draft began with. */
  readonly template: TemplateView | null;
};

/**
 * Fields that another side has and for which a side's place has no column, by name either. A relation points into its own
 * system: no column is made for it.
 */
export function missingOn(side: DraftSide, looks: readonly DraftLook[], parts: Parts): MissingColumn[] {
  const look = looks.find((one) => one.side === side.ref);
  // Of a place that could not be looked at nothing is known.
  if (!look || look.problem !== null) return [];
  const taken = new Set(look.columns.map(({ name }) => shortName(name).toLowerCase()));
  return parts.fields.flatMap((field) => {
    const mapped = parts.sides
      .map((one) => counterpartOf(one, looks, field.ref))
      .filter(({ sideField }) => sideField !== null);
    const isHere = mapped.some((one) => one.side.ref === side.ref);
    if (isHere || mapped.length === 0 || field.type === "relation") return [];
    const column = newField(field, { kind: look.kind as Kind, ...parts });
    if (taken.has(shortName(column.name).toLowerCase())) return [];
    const known = mapped.flatMap((one) => one.column?.options ?? []);
    const options = column.options.length > 0 ? column.options : [...new Set(known)].slice(0, MOST_OPTIONS);
    return [{ field, column: { ...column, name: shortName(column.name), options } }];
  });
}

/** As many as a column is made with at most. */
const MOST_OPTIONS = 100;
