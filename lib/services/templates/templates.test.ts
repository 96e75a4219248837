import { describe, expect, test } from "vitest";
import { NATIVE_FORMS } from "@/lib/connectors/registry";
import { normaliseNumber } from "@/lib/engine/canonical";
import type { Field } from "@/lib/engine/field";
import { compileRules } from "@/lib/rules/compile-rules";
import { readSchemaDocument } from "@/lib/rules/schema-document";
import { fieldIdOf } from "../registries/propose-mapping";
import { ALL_TEMPLATES, templateOf } from "./all-templates";
import { TEMPLATE_KINDS, type Template } from "./template";
import { templateDocument } from "./template-document";
import { nativeOf } from "./template-place";

function fieldsOf(template: Template): Field[] {
  const taken = new Set<string>();
  return template.fields.map(({ name, type }) => {
    const id = fieldIdOf(name, taken);
    taken.add(id);
    return { id, name, type };
  });
}

type Row = Template["sample"][number];

/** The rules that a new row breaks, each as `reason severity`. */
async function broken(template: Template, row: Row): Promise<string[]> {
  const fields = fieldsOf(template);
  const document = readSchemaDocument(templateDocument(template), fields);
  const rules = compileRules({ document, fields, optionSets: new Map() });
  const cells = Object.fromEntries(fields.map(({ id, name }) => [id, row[name] ?? null]));
  const [faults = []] = await rules.check([{ cells, before: null }]);
  return faults.map(({ reason, severity }) => `${reason} ${severity}`);
}

describe.each(ALL_TEMPLATES.map((template) => [template.id, template] as const))("%s", (_id, template) => {
  const names = template.fields.map(({ name }) => name);

  test("says for whom it is, and names each field, key and option set once", () => {
    expect(template.audience).not.toBe("");
    expect(template.description.length).toBeGreaterThan(60);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(template.fields.map(({ name }) => fieldIdOf(name, new Set()))).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining([...template.key]));
    expect(template.fields.every(({ description }) => description.endsWith("."))).toBe(true);
    const used = template.fields.flatMap(({ options }) => options ?? []).sort();
    expect([...new Set(used)]).toEqual(template.optionSets.map(({ name }) => name).sort());
    for (const { options, type } of template.fields)
      expect(options !== undefined).toBe(type === "select" || type === "multi-select");
  });

  test("is made on every system in a form that its connector has", () => {
    for (const field of template.fields)
      for (const kind of TEMPLATE_KINDS)
        expect(NATIVE_FORMS[kind][field.type], field.name).toContain(nativeOf(field, kind));
  });

  test("what a row cannot be without is edited everywhere: else it could be born in one system alone", () => {
    const needed = template.fields.filter(
      ({ name, isRequired }) => isRequired || template.key.includes(name),
    );
    expect(needed.flatMap(({ editedIn }) => editedIn ?? [])).toEqual([]);
  });

  test("its document can be used, with its options in it or as option sets", () => {
    const fields = fieldsOf(template);
    const document = readSchemaDocument(templateDocument(template), fields);
    expect(document.required).toEqual(
      template.fields.flatMap(({ name, isRequired }) => (isRequired ? [fieldIdOf(name, new Set())] : [])),
    );
    const ids = new Map(template.optionSets.map(({ name }, at) => [name, `ops_${at}`]));
    const kept = readSchemaDocument(templateDocument(template, ids), fields);
    const sets = Object.values(kept.properties).flatMap((property) => property["x-options"] ?? []);
    expect(new Set(sets)).toEqual(new Set(ids.values()));
    expect(JSON.stringify(kept)).not.toContain('"enum"');
  });

  test("has three rows to look at, in canonical form, that break none of its errors", async () => {
    expect(template.sample).toHaveLength(3);
    for (const row of template.sample) {
      expect(names).toEqual(expect.arrayContaining(Object.keys(row)));
      for (const { name, type } of template.fields) {
        const value = row[name];
        if (value === undefined) continue;
        if (type === "number" || type === "integer") expect(normaliseNumber(String(value))).toBe(value);
        if (Array.isArray(value)) expect([...value].sort()).toEqual(value);
      }
      const faults = await broken(template, { ...row, ...(template.lifecycle && start(template)) });
      expect(faults.filter((fault) => fault.endsWith("error"))).toEqual([]);
    }
  });
});

/** A row begins where its lifecycle does. */
const start = ({ lifecycle }: Template): Row =>
  lifecycle === null ? {} : { [lifecycle.field]: lifecycle.initial[0] ?? "" };

test.each([
  ["legal-evidence", { "Exhibit number": "12" }, "rule:exhibit-number error"],
  ["legal-evidence", { "SHA-256": "9F86" }, "rule:fingerprint error"],
  ["legal-evidence", { Status: "Final" }, "rule:final-has-source error"],
  ["legal-evidence", { Status: "Final" }, "rule:final-has-fingerprint warning"],
  ["legal-evidence", { Kind: "Rumour" }, "rule:enum error"],
  ["legal-evidence", { Tags: ["Rumour"] }, "rule:enum error"],
  ["contracts", { Start: "2026-02-01", End: "2026-01-31" }, "rule:end-after-start error"],
  ["contracts", { "Annual amount": "5" }, "rule:amount-has-currency error"],
  ["contracts", { "Annual amount": "-5" }, "rule:range error"],
  ["contracts", { "Renews by itself": true }, "rule:renewal-has-notice warning"],
  ["contracts", { Owner: "nobody" }, "rule:format error"],
  ["units-and-leases", { "Lease start": "2026-02-01", "Lease end": "2026-01-01" }, "rule:lease-dates error"],
  ["units-and-leases", { Occupancy: "Let" }, "rule:let-has-tenant error"],
  ["units-and-leases", { Occupancy: "Vacant", Tenant: "Ana" }, "rule:vacant-has-no-tenant warning"],
  ["kyc-files", { Country: "Germany" }, "rule:country-code error"],
  ["kyc-files", { Status: "Approved" }, "rule:approval-is-complete error"],
  ["kyc-files", { Status: "Approved", "Sanctions hit": true }, "rule:no-approval-with-hit error"],
  ["kyc-files", { "Politically exposed": true, Risk: "Low" }, "rule:exposed-is-high warning"],
  ["vendors", { Status: "Approved" }, "rule:approved-has-owner error"],
  [
    "vendors",
    { Status: "Approved", "Handles personal data": true },
    "rule:personal-data-is-reviewed warning",
  ],
  ["vendors", { Website: "northwind" }, "rule:format error"],
  ["product-roadmap", { Item: "first" }, "rule:item-id error"],
  ["product-roadmap", { Status: "In progress" }, "rule:in-progress-has-owner error"],
  ["product-roadmap", { "Shown to customers": true }, "rule:public-has-date warning"],
  ["product-roadmap", { Status: "Shipped" }, "rule:lifecycle error"],
])("%s is held against its rules: %j", async (id, row, fault) => {
  expect(await broken(templateOf(id), row)).toContain(fault);
});

test("a template that there is not is not found", () => {
  expect(() => templateOf("recipes")).toThrow(expect.objectContaining({ kind: "not-found" }));
});
