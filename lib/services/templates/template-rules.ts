import type { DraftRule } from "../drafts/draft-input";
import type { Template, TemplateField } from "./template";
import { templateProperty } from "./template-document";

/** Which keywords of a field's schema make which kind of rule. */
const KEYWORDS: Readonly<Record<Exclude<DraftRule["kind"], "required">, readonly string[]>> = {
  enum: ["enum", "items", "x-lifecycle"],
  format: ["format"],
  pattern: ["pattern"],
  range: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"],
};

/** The rules of one field as a draft keeps them; those of the template's own are named by the draft's `template`. */
export function draftRules(template: Template, field: TemplateField, ref: string): DraftRule[] {
  const keywords = templateProperty(field, template);
  const kinds = Object.entries(KEYWORDS) as [DraftRule["kind"], readonly string[]][];
  return [
    ...(field.isRequired ? [{ field: ref, kind: "required" as const, keywords: {} }] : []),
    ...kinds.flatMap(([kind, names]) => {
      const own = Object.fromEntries(Object.entries(keywords).filter(([name]) => names.includes(name)));
      return Object.keys(own).length === 0 ? [] : [{ field: ref, kind, keywords: own }];
    }),
  ];
}
