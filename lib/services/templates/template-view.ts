import type { FieldType } from "@/lib/engine/value";
import type { Template, TemplateKind } from "./template";
import { optionsOf } from "./template-document";
import { nativeOf } from "./template-place";

export interface TemplateFieldView {
  readonly name: string;
  readonly description: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly options: readonly string[];
  /** What it is made as on each system, in the system's words. */
  readonly native: Readonly<Record<TemplateKind, string>>;
  /** The system whose edits stand where a registry has a side there; null = edits of every side count. */
  readonly editedIn: TemplateKind | null;
}

export interface TemplateView {
  readonly id: string;
  readonly name: string;
  readonly audience: string;
  readonly description: string;
  readonly key: readonly string[];
  readonly fields: readonly TemplateFieldView[];
  readonly optionSets: Template["optionSets"];
  readonly lifecycle: Template["lifecycle"];
  readonly rules: readonly {
    readonly id: string;
    readonly severity: "error" | "warning";
    readonly message: string;
  }[];
  /** Three rows, each in the order of the fields; null = no value. */
  readonly sample: readonly (readonly (string | boolean | readonly string[] | null)[])[];
}

export const templateView = (template: Template): TemplateView => ({
  id: template.id,
  name: template.name,
  audience: template.audience,
  description: template.description,
  key: template.key,
  fields: template.fields.map((field) => ({
    name: field.name,
    description: field.description,
    type: field.type,
    required: field.isRequired === true,
    options: optionsOf(field, template),
    native: {
      notion: nativeOf(field, "notion"),
      postgres: nativeOf(field, "postgres"),
      "google-sheets": nativeOf(field, "google-sheets"),
    },
    editedIn: field.editedIn ?? null,
  })),
  optionSets: template.optionSets,
  lifecycle: template.lifecycle,
  rules: template.rules.map(({ id, severity, message }) => ({ id, severity, message })),
  sample: template.sample.map((row) => template.fields.map(({ name }) => row[name] ?? null)),
});
