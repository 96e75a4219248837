import { describe, expect, test } from "vitest";
import { readSchemaDocument, schemaDocument, schemaHash } from "./schema-document";
import { FIELDS, refusals } from "./testing/build";

describe("what is read", () => {
  test("an empty document is completed", () => {
    expect(readSchemaDocument({}, FIELDS)).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: {},
      required: [],
    });
  });

  test("names become ids wherever a row's schema names a field", () => {
    const sent = {
      properties: { "Signed on": { format: "date" }, status: { enum: ["Draft", "Final"] } },
      required: ["Name", "name"],
      if: { properties: { Status: { const: "Final" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ["Signed on"] },
      dependentRequired: { "Signed on": ["Amount"] },
      dependentSchemas: { Amount: { required: ["Units"] } },
      allOf: [{ anyOf: [{ required: ["Name"] }, { not: { required: ["Open"] } }] }],
      "x-rules": [
        { id: "a", kind: "pattern", field: "Name", pattern: "^a", message: "No.", severity: "error" },
      ],
    };
    expect(readSchemaDocument(sent, FIELDS)).toMatchObject({
      properties: { signed_on: { format: "date" }, status: { enum: ["Draft", "Final"] } },
      required: ["name"],
      if: { properties: { status: { const: "Final" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ["signed_on"] },
      dependentRequired: { signed_on: ["amount"] },
      dependentSchemas: { amount: { required: ["units"] } },
      allOf: [{ anyOf: [{ required: ["name"] }, { not: { required: ["is_open"] } }] }],
      "x-rules": [{ field: "name" }],
    });
  });

  test("names inside a JSON value stay", () => {
    const sent = { properties: { Data: { properties: { Name: {} }, required: ["Name"] } } };
    expect(readSchemaDocument(sent, FIELDS)).toMatchObject({
      properties: { data: { properties: { Name: {} }, required: ["Name"] } },
    });
  });

  test("what was read is read again unchanged", () => {
    const once = readSchemaDocument({ properties: { Status: { enum: ["a"] } }, required: ["Name"] }, FIELDS);
    expect(readSchemaDocument(once, FIELDS)).toEqual(once);
    expect(schemaDocument.parse(once)).toEqual(once);
  });

  test("references into the document are followed", () => {
    const sent = {
      $defs: { short: { maxLength: 3 }, code: { allOf: [{ $ref: "#/$defs/short" }, { pattern: "^[A-Z]" }] } },
      properties: { name: { $ref: "#/$defs/code" }, status: { $ref: "#/properties/name" } },
    };
    expect(refusals(sent)).toEqual([]);
  });
});

test("every keyword that is supported can be used", () => {
  const anything = {
    type: ["object", "array"],
    properties: { a: true },
    patternProperties: { "^b": { const: 1 } },
    propertyNames: { pattern: "^[a-z]+$" },
    additionalProperties: false,
    required: ["a"],
    minProperties: 1,
    maxProperties: 3,
    dependentRequired: { a: ["b"] },
    dependentSchemas: { a: { required: ["b"] } },
    items: { exclusiveMinimum: 0, exclusiveMaximum: 9 },
    prefixItems: [{ type: "null" }],
    contains: { const: 1 },
    minContains: 0,
    maxContains: 2,
    minItems: 0,
    maxItems: 5,
    uniqueItems: true,
  };
  const document = {
    $id: "https://example.com/schema",
    $comment: "why",
    title: "Row",
    properties: {
      name: {
        title: "Name",
        type: "string",
        minLength: 1,
        maxLength: 9,
        pattern: "a",
        format: "email",
        "x-severity": "warning",
      },
      amount: { minimum: 0, maximum: 9, multipleOf: 0.01, examples: [1], default: 0 },
      data: { anyOf: [anything, { if: true, else: false }], oneOf: [true], not: { const: 3 } },
      status: {
        enum: ["a", null],
        "x-options": "ops_01",
        "x-lifecycle": { initial: ["a"], transitions: { a: [] } },
      },
    },
  };
  expect(refusals(document)).toEqual([]);
});

test("the hash is of the document's meaning, not of its order", () => {
  const one = readSchemaDocument(
    { properties: { name: { minLength: 1, maxLength: 2 }, status: {} } },
    FIELDS,
  );
  const same = readSchemaDocument(
    { properties: { status: {}, name: { maxLength: 2, minLength: 1 } } },
    FIELDS,
  );
  const other = readSchemaDocument(
    { properties: { status: {}, name: { maxLength: 3, minLength: 1 } } },
    FIELDS,
  );
  expect(schemaHash(one)).toMatch(/^[0-9a-f]{64}$/);
  expect(schemaHash(same)).toBe(schemaHash(one));
  expect(schemaHash(other)).not.toBe(schemaHash(one));
});
