import type { Template, TemplateField, TemplateRule } from "./template";

/** A template as far as a plan has room for its rules. */
export interface FittedTemplate {
  readonly template: Template;
  /** What no schema of the plan may ask. */
  readonly leftOut: readonly TemplateRule[];
}

/**
 * Where a plan has no rules of the organization's own (`requireCustomRules`), a pattern that is an error becomes a keyword
 * of its field, which any plan may have: what is refused stays the same, in our words instead of the template's. Formulas
 * and warnings have no such form.
 */
export function templateForPlan(template: Template, customRules: boolean): FittedTemplate {
  if (customRules) return { template, leftOut: [] };
  const kept = new Map<string, TemplateRule & { readonly kind: "pattern" }>();
  for (const rule of template.rules)
    if (rule.kind === "pattern" && rule.severity === "error" && !kept.has(rule.field))
      kept.set(rule.field, rule);
  const withPattern = (field: TemplateField): TemplateField => {
    const rule = kept.get(field.name);
    return rule ? { ...field, rules: { ...field.rules, pattern: rule.pattern } } : field;
  };
  return {
    template: { ...template, fields: template.fields.map(withPattern), rules: [] },
    leftOut: template.rules.filter((rule) => ![...kept.values()].some(({ id }) => id === rule.id)),
  };
}
