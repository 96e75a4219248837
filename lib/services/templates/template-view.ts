import type { FieldType } from "@/lib/engine/value";
import { TEMPLATE_KINDS, type Template, type TemplateKind } from "./template";
import { optionsOf } from "./template-document";
import { nameOn, nativeOf } from "./template-place";

type OnEach = Readonly<Record<TemplateKind, string>>;

export interface TemplateFieldView {
  readonly name: string;
  readonly description: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly options: readonly string[];
  /** What it is made as on each system, in the system's words. */
  readonly native: OnEach;
  /** What it is called where it is made. */
  readonly called: OnEach;
  /** The system whose edits stand where a registry has a side there; null = edits of every side count. */
  readonly editedIn: TemplateKind | null;
}

export interface TemplateView {
  readonly id: string;
  readonly name: string;
  /** What a place of it is called where it is made. */
  readonly title: OnEach;
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

const onEach = (of: (kind: TemplateKind) => string): OnEach =>
  Object.fromEntries(TEMPLATE_KINDS.map((kind) => [kind, of(kind)])) as unknown as OnEach;

export const templateView = (template: Template): TemplateView => ({
  id: template.id,
  name: template.name,
  title: onEach((kind) => nameOn(kind, template.name)),
  audience: template.audience,
  description: template.description,
  key: template.key,
  fields: template.fields.map((field) => ({
    name: field.name,
    description: field.description,
    type: field.type,
    required: field.isRequired === true,
    options: optionsOf(field, template),
    native: onEach((kind) => nativeOf(field, kind)),
    called: onEach((kind) => nameOn(kind, field.name)),
    editedIn: field.editedIn ?? null,
  })),
  optionSets: template.optionSets,
  lifecycle: template.lifecycle,
  rules: template.rules.map(({ id, severity, message }) => ({ id, severity, message })),
  sample: template.sample.map((row) => template.fields.map(({ name }) => row[name] ?? null)),
});
