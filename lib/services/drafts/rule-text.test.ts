import { expect, test } from "vitest";
import { ALL_TEMPLATES } from "../templates/all-templates";
import { draftRules } from "../templates/template-rules";
import { ruleText } from "./rule-text";

const textsOf = (id: string) => {
  const template = ALL_TEMPLATES.find((one) => one.id === id);
  if (!template) throw new Error(`There is no template ${id}.`);
  return template.fields.flatMap((field) =>
    draftRules(template, field, "f1").map((rule) => ruleText(rule, field.name)),
  );
};

test("each kind of rule is a sentence about its field", () => {
  expect(textsOf("legal-evidence")).toEqual([
    "Exhibit number is filled in.",
    "Case is filled in.",
    "Title is filled in.",
    "Title has at most 300 characters.",
    expect.stringMatching(/^Kind is one of Contract, Correspondence, .*\.$/),
    "Status is filled in.",
    "Status is one of Draft, Final, Archived, and goes only from Draft to Final or Archived, from Final to Archived.",
    "Tags holds only Key, Confidential, Privileged, Translation needed.",
  ]);
  const contracts = textsOf("contracts");
  expect(contracts).toContain("Owner is an e-mail address.");
  expect(contracts).toContain("Notice days is at least 0 and is at most 730.");
  expect(textsOf("units-and-leases").filter((text) => text.includes("above"))).toHaveLength(1);
});
