import { expect, test } from "vitest";
import { ALL_TEMPLATES } from "../templates/all-templates";
import { CONTRACTS } from "../templates/contracts";
import { beginDraftInput } from "./draft-input";
import { templateParts } from "./template-parts";

test.each(ALL_TEMPLATES.map((template) => [template.name, template] as const))(
  "%s makes a draft that can be begun",
  (_name, template) => {
    const parts = templateParts(template);
    expect(beginDraftInput.safeParse(parts).error).toBeUndefined();
    const named = new Map(parts.fields?.map(({ ref, name }) => [ref, name]));
    expect(parts.key?.map((ref) => named.get(ref))).toEqual(template.key);
    const required = parts.rules
      ?.filter(({ kind }) => kind === "required")
      .map(({ field }) => named.get(field));
    expect(required).toEqual(template.fields.filter(({ isRequired }) => isRequired).map(({ name }) => name));
  },
);

test("options, lifecycles, formats and ranges become rules, each with the keywords that it stands for", () => {
  const { fields, rules } = templateParts(CONTRACTS);
  const of = (name: string) => {
    const ref = fields?.find((field) => field.name === name)?.ref;
    return rules
      ?.filter(({ field }) => field === ref)
      .map(({ kind, keywords }) => [kind, Object.keys(keywords)]);
  };
  expect(of("Status")).toEqual([
    ["required", []],
    ["enum", ["enum", "x-lifecycle"]],
  ]);
  expect(of("Owner")).toEqual([["format", ["format"]]]);
  expect(of("Notice days")).toEqual([["range", ["minimum", "maximum"]]]);
  expect(of("Start")).toEqual([]);
});
