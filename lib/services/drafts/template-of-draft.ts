import type { CustomRule } from "@/lib/rules/custom-rule";
import { fieldIdOf } from "../registries/propose-mapping";
import { findTemplate } from "../templates/all-templates";
import type { Template, TemplateField, TemplateRule } from "../templates/template";
import type { DraftBody, DraftField } from "./draft-input";

/** The template that a draft began with; null = none, or one that there is no more. */
export const templateOfDraft = ({ template }: Pick<DraftBody, "template">): Template | null =>
  template ? findTemplate(template.id) : null;

/** The template's field that a draft's field was made of, whatever it is called by now. */
export const templateField = (
  template: Template | null,
  { from }: Pick<DraftField, "from">,
): TemplateField | null => template?.fields.find(({ name }) => name === from) ?? null;

/** A rule of a template's own, as it would stand in the schema of a registry with the draft's fields. */
export interface OwnRule {
  readonly rule: CustomRule;
  /** Fields that it looks at and that the draft has left out, by the template's names: without them it cannot be used. */
  readonly missing: readonly string[];
}

/** The template's rules of its own over the draft's fields. `idOf`: a field's id in the schema, by its ref. */
export function ownRules(
  template: Template,
  fields: readonly DraftField[],
  idOf: (ref: string) => string,
): OwnRule[] {
  return template.rules.map((rule) => {
    const missing: string[] = [];
    const idFor = (name: string): string => {
      const field = fields.find(({ from }) => from === name);
      if (field) return idOf(field.ref);
      if (!missing.includes(name)) missing.push(name);
      return fieldIdOf(name, new Set());
    };
    return { rule: overFields(rule, template, idFor), missing };
  });
}

const READS = /\b(row|before)\.([a-z][a-z0-9_]*)/g;

/** Templates' formulas name fields by the ids that their own names make; a field of a draft may be called otherwise. */
function overFields(rule: TemplateRule, { fields }: Template, idFor: (name: string) => string): CustomRule {
  if (rule.kind === "pattern") return { ...rule, field: idFor(rule.field) };
  const names = new Map(fields.map(({ name }) => [fieldIdOf(name, new Set()), name]));
  const expression = rule.expression.replace(READS, (read, variable: string, id: string) => {
    const name = names.get(id);
    return name === undefined ? read : `${variable}.${idFor(name)}`;
  });
  return { ...rule, expression };
}

/** Those that the draft has and that its fields have room for. */
export function takenOwnRules(
  body: Pick<DraftBody, "fields" | "template">,
  idOf: (ref: string) => string,
): CustomRule[] {
  const template = templateOfDraft(body);
  if (template === null) return [];
  return ownRules(template, body.fields, idOf).flatMap(({ rule, missing }) =>
    missing.length === 0 && body.template?.rules.includes(rule.id) ? [rule] : [],
  );
}
