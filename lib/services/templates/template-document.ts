import type { JsonDocument } from "../schemas/schema-view";
import type { Template, TemplateField } from "./template";

/** JSON types of the values that rules see. */
const JSON_TYPE: Readonly<Record<string, string>> = {
  number: "number",
  integer: "integer",
  boolean: "boolean",
  "multi-select": "array",
};

/** The template's rules as a schema document by field names. Options stand in it as they are: it needs no option set. */
export function templateDocument(template: Template): JsonDocument {
  const properties = template.fields.map((field) => [field.name, templateProperty(field, template)]);
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
export function templateProperty(field: TemplateField, template: Template): Record<string, unknown> {
  const members = optionsOf(field, template);
  const { lifecycle } = template;
  const hasStates = lifecycle !== null && lifecycle.field === field.name;
  return {
    title: field.name,
    description: field.description,
    type: JSON_TYPE[field.type] ?? "string",
    ...field.rules,
    ...(members.length > 0 && keptTo(field, members)),
    ...(hasStates && {
      "x-lifecycle": { initial: lifecycle.initial, transitions: lifecycle.transitions },
    }),
  };
}

const keptTo = ({ type }: TemplateField, members: readonly string[]): Record<string, unknown> =>
  type === "multi-select" ? { items: { enum: members } } : { enum: members };

/** The options that a field's values come from; none where it takes any. */
export const optionsOf = (
  { options }: TemplateField,
  { optionSets }: Pick<Template, "optionSets">,
): readonly string[] => optionSets.find(({ name }) => name === options)?.options ?? [];

/** The document once the template's option sets are kept: by each one's name its id. Fields of other sets stay as they are. */
export function withOptionSets(template: Template, ids: ReadonlyMap<string, string>): JsonDocument {
  const document = templateDocument(template);
  const properties = template.fields.map((field) => {
    const property = templateProperty(field, template);
    const set = field.options === undefined ? undefined : ids.get(field.options);
    if (set === undefined) return [field.name, property];
    const { enum: _members, items: _items, ...rest } = property;
    return [field.name, { ...rest, "x-options": set }];
  });
  return { ...document, properties: Object.fromEntries(properties) };
}
