import { NATIVE_FORMS } from "@/lib/connectors/registry";
import { fieldIdOf } from "../registries/propose-mapping";
import type { Template, TemplateField, TemplateKind } from "./template";
import { optionsOf } from "./template-document";

/** A field as POST /connections/{id}/locations takes it. */
export interface PlaceField {
  readonly name: string;
  readonly type: TemplateField["type"];
  readonly options: readonly string[];
  readonly native: string;
}

const asTheyStand = (name: string): string => name;

/** What people call things on each system: columns of a database are lower case, without spaces. */
const NAMED: Readonly<Record<TemplateKind, (name: string) => string>> = {
  notion: asTheyStand,
  postgres: (name) => fieldIdOf(name, new Set()),
  "google-sheets": asTheyStand,
};

/** What a template's field, key or title is called on a kind of system. */
export const nameOn = (kind: TemplateKind, name: string): string => NAMED[kind](name);

/** A template's field as it is made on one kind of system. */
export const placeField = (template: Template, field: TemplateField, kind: TemplateKind): PlaceField => ({
  name: nameOn(kind, field.name),
  type: field.type,
  options: [...optionsOf(field, template)],
  native: nativeOf(field, kind),
});

/** What a field is made as on a kind of system: its own choice, else the usual form of its type. */
export const nativeOf = ({ native, type }: TemplateField, kind: TemplateKind): string =>
  native?.[kind] ?? NATIVE_FORMS[kind][type][0];
