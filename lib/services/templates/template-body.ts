import type { Location, SideField } from "@/lib/connectors/connector";
import type { Direction } from "@/lib/engine/field";
import { sameName } from "../registries/same-name";
import type { JsonDocument } from "../schemas/schema-view";
import type { Template, TemplateField, TemplateKind } from "./template";
import { templateDocument } from "./template-document";
import { type PlaceField, placeFields } from "./template-place";

/** A side that a person chose for the template: a place that is there, with its fields, or one still to be made. */
export interface ChosenSide {
  readonly connectionId: string;
  readonly kind: TemplateKind;
  readonly place: { readonly location: Location["address"]; readonly fields: readonly SideField[] } | null;
}

/** What a template brings into a draft; the parts that are not here stay as the draft has them. */
export interface TemplateBody {
  readonly name: string;
  readonly key: readonly string[];
  readonly fields: readonly { readonly name: string; readonly type: TemplateField["type"] }[];
  readonly sides: readonly TemplateSide[];
  /** The rules, by field names, as PUT /registries/{id}/schema takes them. */
  readonly schema: JsonDocument;
  /** The sets to keep, and the fields whose options they are. */
  readonly optionSets: readonly {
    readonly name: string;
    readonly options: readonly string[];
    readonly fields: readonly string[];
  }[];
}

export interface TemplateSide {
  readonly connectionId: string;
  /** Null: the place is still to be made, with `missing`. */
  readonly location: Location["address"] | null;
  readonly mappings: readonly {
    readonly field: string;
    readonly sideField: string;
    readonly direction: Direction;
  }[];
  /** The fields that the place lacks: all of them where it is still to be made. */
  readonly missing: readonly PlaceField[];
}

/** The template laid over the sides that were chosen. Pure: whether the places can be synced is not judged here. */
export function templateBody(template: Template, chosen: readonly ChosenSide[]): TemplateBody {
  const kinds = new Set(chosen.map(({ kind }) => kind));
  return {
    name: template.name,
    key: template.key,
    fields: template.fields.map(({ name, type }) => ({ name, type })),
    sides: chosen.map((side) => sideOf(template, side, kinds)),
    schema: templateDocument(template),
    optionSets: template.optionSets.map(({ name, options }) => ({
      name,
      options,
      fields: template.fields.filter((field) => field.options === name).map((field) => field.name),
    })),
  };
}

function sideOf(
  template: Template,
  { connectionId, kind, place }: ChosenSide,
  kinds: ReadonlySet<TemplateKind>,
): TemplateSide {
  const all = placeFields(template, kind);
  const found = template.fields.map((field) => ({ field, held: place && heldBy(place.fields, field) }));
  return {
    connectionId,
    location: place?.location ?? null,
    mappings: found.flatMap(({ field, held }) => {
      if (place !== null && held === null) return [];
      const wanted = directionOn(kind, field, kinds);
      const direction = held?.writable === false ? "in" : wanted;
      return [{ field: field.name, sideField: held?.id ?? field.name, direction }];
    }),
    missing: all.filter((_, at) => !found[at]?.held),
  };
}

/** The side's field of the same name that can carry the template's. */
const heldBy = (fields: readonly SideField[], field: TemplateField): SideField | null =>
  fields.find(
    (held) =>
      sameName(held.name, field.name) && (held.type === field.type || held.alternatives.includes(field.type)),
  ) ?? null;

/** A field with a home is edited there and put back elsewhere, but only where the registry has a side at its home. */
const directionOn = (
  kind: TemplateKind,
  { editedIn }: TemplateField,
  kinds: ReadonlySet<TemplateKind>,
): Direction => (editedIn === undefined || editedIn === kind || !kinds.has(editedIn) ? "both" : "out");
