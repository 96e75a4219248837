import { NATIVE_FORMS } from "@/lib/connectors/registry";
import type { Template, TemplateField, TemplateKind } from "./template";
import { optionsOf } from "./template-document";

/** A field as POST /connections/{id}/locations takes it. */
export interface PlaceField {
  readonly name: string;
  readonly type: TemplateField["type"];
  readonly options: readonly string[];
  readonly native: string;
}

/** The template's fields as they are made on one kind of system. */
export const placeFields = (template: Template, kind: TemplateKind): PlaceField[] =>
  template.fields.map((field) => ({
    name: field.name,
    type: field.type,
    options: [...optionsOf(field, template)],
    native: nativeOf(field, kind),
  }));

/** What a field is made as on a kind of system: its own choice, else the usual form of its type. */
export const nativeOf = ({ native, type }: TemplateField, kind: TemplateKind): string =>
  native?.[kind] ?? NATIVE_FORMS[kind][type][0];
