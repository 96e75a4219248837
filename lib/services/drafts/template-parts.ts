import type { Template } from "../templates/template";
import { templateDocument } from "../templates/template-document";
import type { BeginDraftInput, DraftRule } from "./draft-input";

/** Which keywords of a field's schema make which kind of rule; what none of them names is no rule. */
const KINDS: Readonly<Partial<Record<DraftRule["kind"], readonly string[]>>> = {
  enum: ["enum", "items", "x-lifecycle"],
  format: ["format"],
  pattern: ["pattern"],
  range: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"],
};

/** What a draft begins with that is made from a template: its fields, key and rules, before any place is chosen. */
export function templateParts(
  template: Template,
): Pick<BeginDraftInput, "name" | "fields" | "key" | "rules"> {
  const refs = new Map(template.fields.map(({ name }, at) => [name, `f${at + 1}`]));
  const refOf = (name: string): string => refs.get(name) ?? name;
  const document = templateDocument(template);
  const properties = document.properties as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return {
    name: template.name,
    fields: template.fields.map(({ name, type }) => ({ ref: refOf(name), name, type })),
    key: template.key.map(refOf),
    rules: template.fields.flatMap((field): DraftRule[] => [
      ...(field.isRequired ? [{ field: refOf(field.name), kind: "required" as const, keywords: {} }] : []),
      ...rulesIn(refOf(field.name), properties[field.name] ?? {}),
    ]),
  };
}

function rulesIn(field: string, property: Readonly<Record<string, unknown>>): DraftRule[] {
  return Object.entries(KINDS).flatMap(([kind, names]) => {
    const keywords = Object.fromEntries(Object.entries(property).filter(([name]) => names.includes(name)));
    return Object.keys(keywords).length === 0 ? [] : [{ field, kind: kind as DraftRule["kind"], keywords }];
  });
}
