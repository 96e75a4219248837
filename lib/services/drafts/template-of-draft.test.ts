import { expect, test } from "vitest";
import { readFormula } from "@/lib/rules/read-formula";
import { ALL_TEMPLATES } from "../templates/all-templates";
import { KYC_FILES } from "../templates/kyc-files";
import { LEGAL_EVIDENCE } from "../templates/legal-evidence";
import { templateBody } from "../templates/template-body";
import { beginDraftInput, type DraftField } from "./draft-input";
import { ownRules, takenOwnRules, templateField, templateOfDraft } from "./template-of-draft";

const FULL = { customRules: true, optionSets: new Map<string, string>() };

const begun = (template: (typeof ALL_TEMPLATES)[number]) => {
  const { fields = [], template: own } = beginDraftInput.parse(templateBody(template, [], FULL).draft);
  return { fields: fields as DraftField[], template: own ?? undefined };
};

test.each(ALL_TEMPLATES.map((template) => [template.name, template] as const))(
  "the formulas of %s read the draft's fields, whatever these are called",
  (_name, template) => {
    const { fields } = begun(template);
    const named = fields.map(({ ref, type }) => ({ id: `x_${ref}`, name: "other", type }));
    for (const { rule, missing } of ownRules(template, fields, (ref) => `x_${ref}`)) {
      expect(missing).toEqual([]);
      if (rule.kind === "formula") expect(readFormula(rule.expression, named)).not.toHaveProperty("problem");
      else expect(named.map(({ id }) => id)).toContain(rule.field);
    }
  },
);

test("a renamed field is still the template's; one that is left out takes the rules over it with it", () => {
  const body = begun(LEGAL_EVIDENCE);
  expect(templateOfDraft(body)).toBe(LEGAL_EVIDENCE);
  const fields = body.fields
    .filter(({ name }) => name !== "SHA-256")
    .map((field) => (field.name === "Status" ? { ...field, name: "State" } : field));
  const state = fields.find(({ name }) => name === "State");
  expect(state && templateField(LEGAL_EVIDENCE, state)?.options).toBe("Evidence states");
  expect(
    ownRules(LEGAL_EVIDENCE, fields, (ref) => ref).map(({ rule, missing }) => [rule.id, missing]),
  ).toEqual([
    ["exhibit-number", []],
    ["fingerprint", ["SHA-256"]],
    ["final-has-source", []],
    ["final-has-fingerprint", ["SHA-256"]],
  ]);
  expect(takenOwnRules({ ...body, fields }, (ref) => ref).map(({ id }) => id)).toEqual([
    "exhibit-number",
    "final-has-source",
  ]);
});

test("without a template, or with one that there is no more, there are none", () => {
  const { fields } = begun(KYC_FILES);
  expect(takenOwnRules({ fields }, (ref) => ref)).toEqual([]);
  expect(
    takenOwnRules({ fields, template: { id: "recipes", rules: ["country-code"] } }, (ref) => ref),
  ).toEqual([]);
});
