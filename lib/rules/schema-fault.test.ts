import { describe, expect, test } from "vitest";
import type { Cells } from "@/lib/engine/value";
import { faultsOf, rulesOf, said } from "./testing/build";

const property = (id: string, schema: unknown) => ({ properties: { [id]: schema } });

describe("a fault says what, where and how to mend it, without the value", () => {
  test.each<[document: unknown, cells: Cells, said: string]>([
    [{ required: ["name"] }, {}, "required name: Name is required."],
    [{ required: ["name"] }, { name: null }, "required name: Name is required."],
    [
      property("status", { enum: ["Draft", "Final"] }),
      { status: "Secret" },
      "enum status: Status must be one of Draft, Final.",
    ],
    [property("status", { const: "Draft" }), { status: "Secret" }, "enum status: Status must be Draft."],
    [
      property("status", { enum: "abcdefghijkl".split("") }),
      { status: "z" },
      "enum status: Status must be one of a, b, c, d, e, f, g, h, i, j and 2 more.",
    ],
    [property("amount", { minimum: 0 }), { amount: "-1.5" }, "range amount: Amount must be at least 0."],
    [property("amount", { maximum: 9.5 }), { amount: "10" }, "range amount: Amount must be at most 9.5."],
    [
      property("amount", { exclusiveMinimum: 0 }),
      { amount: "0" },
      "range amount: Amount must be more than 0.",
    ],
    [
      property("amount", { exclusiveMaximum: 5 }),
      { amount: "5" },
      "range amount: Amount must be less than 5.",
    ],
    [
      property("amount", { multipleOf: 0.01 }),
      { amount: "1.005" },
      "range amount: Amount must be a multiple of 0.01.",
    ],
    [
      property("amount", { type: "integer" }),
      { amount: "1.5" },
      "type amount: Amount must be a whole number.",
    ],
    [
      property("amount", { minimum: 0 }),
      { amount: `-${"9".repeat(400)}` },
      "range amount: Amount must be at least 0.",
    ],
    [
      property("name", { minLength: 3 }),
      { name: "😀😀" },
      "range name: Name must have at least 3 characters.",
    ],
    [property("name", { maxLength: 2 }), { name: "abc" }, "range name: Name must have at most 2 characters."],
    [
      property("name", { pattern: "^[A-Z]+$" }),
      { name: "secret" },
      "pattern name: Name must match the pattern ^[A-Z]+$",
    ],
    [
      property("name", { pattern: `^${"[A-Z]".repeat(30)}$` }),
      { name: "x" },
      "pattern name: Name does not have the form that its pattern asks for.",
    ],
    [
      property("name", { format: "email" }),
      { name: "secret" },
      "format name: Name must be an e-mail address.",
    ],
    [property("tags", { minItems: 2 }), { tags: ["a"] }, "range tags: Tags must have at least 2 entries."],
    [
      property("tags", { items: { enum: ["a"] } }),
      { tags: ["a", "b"] },
      "enum tags: Each entry of Tags must be one of a.",
    ],
    [
      property("tags", { contains: { const: "a" } }),
      { tags: ["b"] },
      "shape tags: Tags does not have the form that the schema asks for.",
    ],
    [property("data", { type: "object" }), { data: "[1]" }, "type data: Data must be an object."],
    [
      property("data", { type: ["object", "null"] }),
      { data: "1" },
      "type data: Data must be an object or empty.",
    ],
    [
      {
        $defs: { code: { maxLength: 2 } },
        ...property("name", { allOf: [{ minLength: 5 }], $ref: "#/$defs/code" }),
      },
      { name: "abc" },
      "range name: Name must have at least 5 characters. Name must have at most 2 characters.",
    ],
    [
      property("data", { required: ["toString"] }),
      { data: "{}" },
      "required data: toString in Data is required.",
    ],
    [property("data", { required: ["zip"] }), { data: "{}" }, "required data: zip in Data is required."],
    [
      property("data", { properties: { home: { properties: { zip: { pattern: "^\\d+$" } } } } }),
      { data: '{"home":{"zip":"x"}}' },
      "pattern data: zip in home in Data must match the pattern ^\\d+$",
    ],
    [
      property("data", { additionalProperties: { type: "number" } }),
      { data: '{"secret":"x"}' },
      "type data: An entry of Data must be a number.",
    ],
    [
      property("data", { patternProperties: { "^s": { minimum: 2 } } }),
      { data: '{"secret":1}' },
      "range data: An entry of Data must be at least 2.",
    ],
    [
      property("data", { propertyNames: { maxLength: 2 } }),
      { data: '{"secret":1}' },
      "shape data: Data does not have the form that the schema asks for.",
    ],
    [
      property("data", { uniqueItems: true }),
      { data: '[{"a":1},2,{"a":1}]' },
      "shape data: Data must not have the same entry twice.",
    ],
    [
      property("data", { anyOf: [{ type: "string" }, { minimum: 3 }] }),
      { data: "1" },
      "shape data: Data does not have the form that the schema asks for.",
    ],
    [
      property("status", { "x-options": "ops_1" }),
      { status: "Secret" },
      "options status: Status must be one of Berlin, Paris.",
    ],
    [
      property("tags", { "x-options": "ops_1" }),
      { tags: ["Berlin", "Secret"] },
      "options tags: Tags must be one of Berlin, Paris.",
    ],
    [
      property("status", { "x-options": "ops_2" }),
      { status: "Paris" },
      "options status: Status must be one of its options, of which there are none.",
    ],
    [
      property("status", { "x-options": "ops_3" }),
      { status: "Paris" },
      "options status: Status takes its values from an option set that no longer exists; choose another one in the schema.",
    ],
  ])("%j of %j", async (document, cells, expected) => {
    expect(await said(document, cells)).toEqual([expected]);
  });

  test.each<[document: unknown, cells: Cells]>([
    [property("amount", { multipleOf: 0.01 }), { amount: "19.99" }],
    [property("name", { maxLength: 2 }), { name: "😀😀" }],
    [property("status", { enum: ["Draft", null] }), {}],
    [property("data", { properties: { toString: { type: "number" } } }), { data: "{}" }],
    [property("seen_at", { format: "date-time" }), { seen_at: "2024-02-29T10:00:00.123456Z" }],
    [property("tags", { "x-options": "ops_1" }), { tags: ["Berlin", "Paris"] }],
  ])("none: %j of %j", async (document, cells) => {
    expect(await said(document, cells)).toEqual([]);
  });

  test("no fault holds the value, whatever is broken", async () => {
    const everything = {
      properties: {
        name: { minLength: 50, maxLength: 1, pattern: "^x$", format: "uuid", enum: ["x"], const: "x" },
        data: { propertyNames: { maxLength: 1 }, additionalProperties: { type: "null" }, maxProperties: 0 },
        tags: {
          items: { pattern: "^x$" },
          contains: { const: "x" },
          uniqueItems: true,
          "x-options": "ops_1",
        },
        status: { "x-lifecycle": { transitions: { a: [] } } },
      },
      "x-rules": [
        { id: "f", kind: "formula", expression: "row.name + 1 == ''", message: "No.", severity: "error" },
        { id: "p", kind: "pattern", field: "name", pattern: "^x$", message: "No.", severity: "error" },
      ],
    };
    const value = "SECRETVALUE";
    const cells = { name: value, data: `{"${value}":"${value}"}`, tags: [value], status: value };
    const faults = await faultsOf(rulesOf(everything), cells, { status: value });
    expect(faults.length).toBeGreaterThan(8);
    expect(JSON.stringify(faults)).not.toContain(value);
  });
});

describe("the row as a whole", () => {
  const signed = {
    if: { properties: { status: { const: "Final" } }, required: ["status"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ["signed_on"], properties: { amount: { minimum: 1 } } },
    else: { properties: { is_open: { const: true } } },
  };

  test("a condition blames what it asks about and what it asks for", async () => {
    const faults = await faultsOf(rulesOf(signed), { status: "Final", amount: "0" });
    expect(
      faults.map(({ field, fields, reason }) => ({ field, fields: [...fields].sort(), reason })),
    ).toEqual([
      { field: "signed_on", fields: ["amount", "is_open", "signed_on", "status"], reason: "rule:required" },
      { field: "amount", fields: ["amount", "is_open", "signed_on", "status"], reason: "rule:range" },
    ]);
    expect(faults[0]?.message).toBe("Signed on is required (because of Status, Amount and Open).");
  });

  test("its other branch counts as well, and none where it holds", async () => {
    expect(await said(signed, { status: "Draft", is_open: false })).toEqual([
      "enum is_open: Open must be true (because of Status, Amount and Signed on).",
    ]);
    expect(await said(signed, { status: "Final", signed_on: "2024-01-01" })).toEqual([]);
  });

  test.each<[document: unknown, cells: Cells, said: string]>([
    [
      { dependentRequired: { amount: ["units"] } },
      { amount: "1" },
      "required units: Units is required (because of Amount).",
    ],
    [
      { dependentSchemas: { amount: { required: ["units"] } } },
      { amount: "1" },
      "required units: Units is required (because of Amount).",
    ],
    [
      { anyOf: [{ required: ["amount"] }, { required: ["units"] }] },
      {},
      "shape null: Amount and Units do not fit together.",
    ],
    [
      { oneOf: [{ required: ["amount"] }, { required: ["units"] }] },
      { amount: "1", units: "1" },
      "shape null: Amount and Units do not fit together.",
    ],
    [
      { not: { required: ["amount", "units"] } },
      { amount: "1", units: "1" },
      "shape null: Amount and Units do not fit together.",
    ],
    [
      { allOf: [{ required: ["name"] }, { dependentRequired: { amount: ["units"] } }] },
      { name: "a", amount: "1" },
      "required units: Units is required (because of Amount).",
    ],
  ])("%j of %j", async (document, cells, expected) => {
    expect(await said(document, cells)).toEqual([expected]);
  });
});
