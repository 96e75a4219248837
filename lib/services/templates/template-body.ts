import type { Location, SideField } from "@/lib/connectors/connector";
import type { BeginDraftInput } from "../drafts/draft-input";
import { sameName } from "../registries/same-name";
import type { JsonDocument } from "../schemas/schema-view";
import { directionOn } from "./field-home";
import type { Template, TemplateField, TemplateKind } from "./template";
import { templateDocument } from "./template-document";
import { templateForPlan } from "./template-for-plan";
import { nameOn, type PlaceField, placeField } from "./template-place";
import { draftRules } from "./template-rules";

/** A side that a person chose for the template: a place that is there, with its fields, or one still to be made. */
export interface ChosenSide {
  readonly connectionId: string;
  readonly kind: TemplateKind;
  readonly place: { readonly location: Location["address"]; readonly fields: readonly SideField[] } | null;
}

export interface TemplateBody {
  /** What the template brings into a draft, as POST /drafts takes it: the sides are those whose place is there. */
  readonly draft: Pick<BeginDraftInput, "name" | "fields" | "key" | "sides" | "rules" | "template">;
  /** For each side that was chosen, in order: what is still to be made. */
  readonly places: readonly TemplatePlace[];
  /** All rules by field names, those over the whole row too, as PUT /registries/{id}/schema takes them. */
  readonly schema: JsonDocument;
  /** Rules of its own that the organization's plan has no room for; they are in neither part. */
  readonly leftOut: readonly { readonly id: string; readonly message: string }[];
  /** The sets to keep, and the fields whose options they are. */
  readonly optionSets: readonly {
    readonly name: string;
    readonly options: readonly string[];
    readonly fields: readonly string[];
  }[];
}

/** A place as POST /connections/{id}/locations makes it, or POST /connections/{id}/fields completes it. */
export interface TemplatePlace {
  readonly connectionId: string;
  /** Null: there is no place yet. */
  readonly location: Location["address"] | null;
  readonly title: string;
  readonly key: readonly string[];
  /** All fields of a place that is still to be made; of one that is there, those that it lacks. */
  readonly missing: readonly PlaceField[];
}

/** What of the template the organization has room for, and has already. */
export interface Organization {
  /** Whether its plan has rules of its own. */
  readonly customRules: boolean;
  /** The ids of those of the template's option sets that it keeps, by name. */
  readonly optionSets: ReadonlyMap<string, string>;
}

/**
 * The template laid over the sides that were chosen. Pure: whether the places can be synced is not judged here.
 */
export function templateBody(
  whole: Template,
  chosen: readonly ChosenSide[],
  { customRules, optionSets }: Organization,
): TemplateBody {
  const { template, leftOut } = templateForPlan(whole, customRules);
  const refs = new Map(template.fields.map(({ name }, at) => [name, `f${at + 1}`]));
  const refOf = (name: string): string => refs.get(name) ?? "";
  const kinds = new Set(chosen.map(({ kind }) => kind));
  return {
    draft: {
      name: template.name,
      fields: template.fields.map(({ name, type }) => ({ ref: refOf(name), name, type, from: name })),
      key: template.key.map(refOf),
      sides: chosen.flatMap((side) => draftSide(template, side, { kinds, refOf })),
      rules: template.fields.flatMap((field) => draftRules(template, field, refOf(field.name))),
      template: { id: template.id, rules: template.rules.map(({ id }) => id) },
    },
    places: chosen.map((side) => placeOf(template, side)),
    schema: templateDocument(template, optionSets),
    leftOut: leftOut.map(({ id, message }) => ({ id, message })),
    optionSets: template.optionSets.map(({ name, options }) => ({
      name,
      options,
      fields: template.fields.filter((field) => field.options === name).map((field) => field.name),
    })),
  };
}

interface Around {
  readonly kinds: ReadonlySet<TemplateKind>;
  readonly refOf: (name: string) => string;
}

type DraftSide = NonNullable<BeginDraftInput["sides"]>[number];

function draftSide(
  template: Template,
  { connectionId, kind, place }: ChosenSide,
  { kinds, refOf }: Around,
): DraftSide[] {
  if (place === null) return [];
  const mappings = template.fields.flatMap((field) => {
    const held = heldBy(place.fields, field);
    if (held === null) return [];
    const direction = held.writable ? directionOn(kind, field, kinds) : ("in" as const);
    return [{ field: refOf(field.name), sideField: held.id, direction }];
  });
  return [{ connectionId, location: { ...place.location }, mappings }];
}

function placeOf(template: Template, { connectionId, kind, place }: ChosenSide): TemplatePlace {
  const missing = template.fields.filter((field) => place === null || heldBy(place.fields, field) === null);
  return {
    connectionId,
    location: place?.location ?? null,
    title: nameOn(kind, template.name),
    key: template.key.map((name) => nameOn(kind, name)),
    missing: missing.map((field) => placeField(template, field, kind)),
  };
}

/** The place's field of the same name that can carry the template's. */
const heldBy = (fields: readonly SideField[], field: TemplateField): SideField | null =>
  fields.find(
    (held) =>
      sameName(held.name, field.name) && (held.type === field.type || held.alternatives.includes(field.type)),
  ) ?? null;
