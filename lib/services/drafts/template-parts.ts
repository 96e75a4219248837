import type { Template } from "../templates/template";
import { templateBody } from "../templates/template-body";
import type { BeginDraftInput } from "./draft-input";

/**
 * What a draft begins with that is made from a template: its fields, key and rules, before any place is chosen. The
 * template's rules of its own are not among them: the organization's plan may have no room for them.
 */
export function templateParts(
  template: Template,
): Pick<BeginDraftInput, "name" | "fields" | "key" | "rules"> {
  const noPlan = { customRules: false, optionSets: new Map<string, string>() };
  return templateBody({ ...template, rules: [] }, [], noPlan).draft;
}
