import type { JsonDocument } from "../schemas/schema-view";
import type { Template, TemplateField } from "./template";

/** JSON types of the values that rules see. */
const JSON_TYPE: Readonly<Record<string, string>> = {
  number: "number",
  integer: "integer",
  boolean: "boolean",
  "multi-select": "array",
};

/**
 * The template's rules as a schema document by field names. `optionSets`: ids of kept option sets by the template's names
 * for them; the options of the others stand in the document as they are.
 */
export function templateDocument(
  template: Template,
  optionSets: ReadonlyMap<string, string> = new Map(),
): JsonDocument {
  const properties = template.fields.map((field) => [
    field.name,
    templateProperty(field, template, optionSets),
  ]);
  return {
    title: template.name,
    description: template.description,
    type: "object",
    properties: Object.fromEntries(properties),
    required: template.fields.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    "x-rules": template.rules.map((rule) => ({ ...rule })),
  };
}

/** One field of the document. */
export function templateProperty(
  field: TemplateField,
  template: Template,
  optionSets: ReadonlyMap<string, string> = new Map(),
): Record<string, unknown> {
  const set = field.options === undefined ? undefined : optionSets.get(field.options);
  const { lifecycle } = template;
  const hasStates = lifecycle !== null && lifecycle.field === field.name;
  return {
    title: field.name,
    description: field.description,
    type: JSON_TYPE[field.type] ?? "string",
    ...field.rules,
    ...(set === undefined ? keptTo(field, optionsOf(field, template)) : { "x-options": set }),
    ...(hasStates && {
      "x-lifecycle": { initial: lifecycle.initial, transitions: lifecycle.transitions },
    }),
  };
}

function keptTo({ type }: TemplateField, members: readonly string[]): Record<string, unknown> {
  if (members.length === 0) return {};
  return type === "multi-select" ? { items: { enum: members } } : { enum: members };
}

/** The options that a field's values come from; none where it takes any. */
export const optionsOf = (
  { options }: TemplateField,
  { optionSets }: Pick<Template, "optionSets">,
): readonly string[] => optionSets.find(({ name }) => name === options)?.options ?? [];
