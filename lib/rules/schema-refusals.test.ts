import { describe, expect, test } from "vitest";
import { refusals } from "./testing/build";

const rule = (parts: Record<string, unknown>) => ({
  id: "check",
  kind: "formula",
  expression: "row.amount > 0",
  message: "No.",
  severity: "error",
  ...parts,
});

describe("what is refused, and where", () => {
  const defs = (levels: number) =>
    Object.fromEntries(
      Array.from({ length: levels }, (_, at) => [
        `d${at}`,
        at === 0
          ? { maxLength: 3 }
          : { allOf: Array.from({ length: 8 }, () => ({ $ref: `#/$defs/d${at - 1}` })) },
      ]),
    );
  const nested = (levels: number): unknown => (levels === 0 ? {} : { not: nested(levels - 1) });

  test.each<[what: string, document: unknown, path: string, message: RegExp]>([
    ["no object", "schema", "", /JSON object/],
    ["another dialect", { $schema: "http://json-schema.org/draft-07/schema#" }, "/$schema", /2020-12/],
    ["a schema of lists", { type: "array" }, "/type", /object/],
    ["an unknown field", { properties: { nothing: {} } }, "/properties/nothing", /no field/],
    ["an unknown field that is required", { required: ["nothing"] }, "/required/0", /no field/],
    ["an unknown field in a condition", { if: { required: ["x"] } }, "/if/required/0", /no field/],
    ["a field by id and by name", { properties: { name: {}, Name: {} } }, "/properties/Name", /no field/],
    [
      "an unknown keyword",
      { properties: { name: { maxlength: 1 } } },
      "/properties/name/maxlength",
      /not supported/,
    ],
    [
      "a keyword of another dialect",
      { properties: { name: { $dynamicRef: "#" } } },
      "/properties/name/$dynamicRef",
      /not supported/,
    ],
    ["a keyword of values for the row", { minProperties: 1 }, "/minProperties", /under properties/],
    [
      "a pattern in place of fields",
      { patternProperties: { "^a": {} } },
      "/patternProperties",
      /under properties/,
    ],
    [
      "a closed row that leaves fields out",
      { additionalProperties: false },
      "/additionalProperties",
      /not every field/,
    ],
    [
      "a keyword of the wrong shape",
      { properties: { name: { minLength: -1 } } },
      "/properties/name/minLength",
      /whole number/,
    ],
    [
      "a keyword with no schema",
      { properties: { data: { items: 3 } } },
      "/properties/data/items",
      /takes a schema/,
    ],
    [
      "a step of nothing",
      { properties: { amount: { multipleOf: 0 } } },
      "/properties/amount/multipleOf",
      /above 0/,
    ],
    [
      "a type that never fits",
      { properties: { amount: { type: "string" } } },
      "/properties/amount/type",
      /No type given here fits/,
    ],
    [
      "a list for a select",
      { properties: { status: { type: "array" } } },
      "/properties/status/type",
      /No type given here fits/,
    ],
    [
      "a member of another type",
      { properties: { amount: { enum: [1, "2"] } } },
      "/properties/amount/enum/1",
      /another type/,
    ],
    [
      "a constant of another type",
      { properties: { is_open: { const: "yes" } } },
      "/properties/is_open/const",
      /another type/,
    ],
    [
      "a format that never fits",
      { properties: { due_at: { format: "date-time" } } },
      "/properties/due_at/format",
      /never fits/,
    ],
    [
      "a format that is not checked",
      { properties: { name: { format: "regex" } } },
      "/properties/name/format",
      /not checked/,
    ],
    [
      "a pattern of the native engine",
      { properties: { name: { pattern: "(a)\\1" } } },
      "/properties/name/pattern",
      /cannot be used/,
    ],
    [
      "such a pattern inside a JSON value",
      { properties: { data: { patternProperties: { "(?=a)": {} } } } },
      "/properties/data/patternProperties/(?=a)",
      /cannot be used/,
    ],
    [
      "too many members",
      { properties: { name: { enum: Array.from({ length: 1001 }, String) } } },
      "/properties/name/enum",
      /1 to 1000/,
    ],
    [
      "a reference to elsewhere",
      { properties: { name: { $ref: "https://example.com/a" } } },
      "/properties/name/$ref",
      /into this document/,
    ],
    [
      "a reference to itself",
      { properties: { name: { $ref: "#/properties/name" } } },
      "/properties/name/$ref",
      /refer to itself/,
    ],
    [
      "a reference to all",
      { properties: { data: { items: { $ref: "#" } } } },
      "/properties/data/items/$ref",
      /refer to itself/,
    ],
    [
      "references in a ring",
      {
        $defs: { a: { not: { $ref: "#/$defs/b" } }, b: { not: { $ref: "#/$defs/a" } } },
        properties: { name: { $ref: "#/$defs/a" } },
      },
      "/$defs/b/not/$ref",
      /refer to itself/,
    ],
    [
      "a reference to nothing",
      { properties: { name: { $ref: "#/$defs/none" } } },
      "/properties/name/$ref",
      /nothing/,
    ],
    [
      "a reference into a prototype",
      { properties: { name: { $ref: "#/$defs/toString" } }, $defs: {} },
      "/properties/name/$ref",
      /nothing/,
    ],
    [
      "a reference to a prototype",
      { properties: { name: { $ref: "#/$defs/__proto__" } }, $defs: {} },
      "/properties/name/$ref",
      /nothing/,
    ],
    [
      "rules of a field",
      { properties: { name: { "x-rules": [] } } },
      "/properties/name/x-rules",
      /at the top/,
    ],
    ["rules of a part", { allOf: [{ "x-rules": [] }] }, "/allOf/0/x-rules", /at the top/],
    [
      "references that multiply",
      { $defs: defs(5), properties: { name: { $ref: "#/$defs/d4" } } },
      "/$defs/d0",
      /2000 keywords/,
    ],
    [
      "references that go deep",
      { $defs: defs(7), properties: { name: { $ref: "#/$defs/d6" } } },
      "/$defs/d1/allOf/0",
      /12 deep/,
    ],
    [
      "schemas that go deep",
      { properties: { data: nested(12) } },
      `/properties/data${"/not".repeat(12)}`,
      /12 deep/,
    ],
    [
      "options for a number",
      { properties: { amount: { "x-options": "ops_1" } } },
      "/properties/amount/x-options",
      /select/,
    ],
    [
      "options without an id",
      { properties: { status: { "x-options": ["a"] } } },
      "/properties/status/x-options",
      /ops_/,
    ],
    [
      "options further down",
      { properties: { tags: { items: { "x-options": "ops_1" } } } },
      "/properties/tags/items/x-options",
      /directly/,
    ],
    [
      "a lifecycle of a set",
      { properties: { tags: { "x-lifecycle": { transitions: { a: [] } } } } },
      "/properties/tags/x-lifecycle",
      /text or select/,
    ],
    [
      "a lifecycle without transitions",
      { properties: { status: { "x-lifecycle": {} } } },
      "/properties/status/x-lifecycle/transitions",
      /./,
    ],
    [
      "a lifecycle with an unknown state",
      { properties: { status: { "x-lifecycle": { transitions: { a: ["b"] } } } } },
      "/properties/status/x-lifecycle/transitions/a/0",
      /no state/,
    ],
    [
      "a severity there is not",
      { properties: { name: { "x-severity": "info" } } },
      "/properties/name/x-severity",
      /warning/,
    ],
    ["a rule without words", { "x-rules": [rule({ message: " " })] }, "/x-rules/0/message", /message/],
    ["a rule's id that is taken", { "x-rules": [rule({ id: "required" })] }, "/x-rules/0/id", /taken/],
    ["a rule's id that is used twice", { "x-rules": [rule({}), rule({})] }, "/x-rules/1/id", /Another rule/],
    [
      "a formula that cannot be read",
      { "x-rules": [rule({ expression: "row." })] },
      "/x-rules/0/expression",
      /cannot be read/,
    ],
    [
      "a formula of an unknown field",
      { "x-rules": [rule({ expression: "row.nothing == 1" })] },
      "/x-rules/0/expression",
      /no field/,
    ],
    [
      "a formula that is too long",
      { "x-rules": [rule({ expression: `1 == ${"1".repeat(2000)}` })] },
      "/x-rules/0/expression",
      /2000/,
    ],
    [
      "a pattern rule of a number",
      { "x-rules": [rule({ kind: "pattern", expression: undefined, field: "amount", pattern: "1" })] },
      "/x-rules/0/field",
      /text/,
    ],
    [
      "a pattern rule that cannot run",
      { "x-rules": [rule({ kind: "pattern", expression: undefined, field: "name", pattern: "(?!a)" })] },
      "/x-rules/0/pattern",
      /cannot be used/,
    ],
    [
      "too many rules",
      { "x-rules": Array.from({ length: 101 }, (_, at) => rule({ id: `r${at}` })) },
      "/x-rules",
      /100/,
    ],
    [
      "too many properties",
      { properties: Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`f${at}`, {}])) },
      "/properties",
      /200/,
    ],
    [
      "too many keywords",
      {
        properties: {
          data: {
            properties: Object.fromEntries(
              Array.from({ length: 2001 }, (_, at) => [`p${at}`, { title: "" }]),
            ),
          },
        },
      },
      "",
      /2000/,
    ],
    ["too much text", { description: "x".repeat(256 * 1024) }, "", /256 KB/],
    [
      "values nested too deeply",
      { default: JSON.parse(`${"[".repeat(100)}${"]".repeat(100)}`) },
      `/default${"/0".repeat(48)}`,
      /deep/,
    ],
  ])("%s", (_, document, path, message) => {
    const found = refusals(document);
    expect(found.map((problem) => problem.path)).toContain(path);
    expect(found.find((problem) => problem.path === path)?.message).toMatch(message);
  });

  test.each(["__proto__", "constructor", "prototype"])("the key %s anywhere", (key) => {
    for (const document of [
      `{"properties":{"${key}":{}}}`,
      `{"default":[{"${key}":1}]}`,
      `{"${key}":{"polluted":1}}`,
    ])
      expect(refusals(JSON.parse(document))[0]?.message).toContain("not allowed anywhere");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("what is not JSON at all, or too deep to be walked", () => {
    const ring: Record<string, unknown> = {};
    ring.ring = ring;
    let deep: Record<string, unknown> = {};
    for (let at = 0; at < 200_000; at += 1) deep = { not: deep };
    for (const document of [ring, deep, undefined, 1n, null, []]) expect(refusals(document)).toHaveLength(1);
  });

  test("everything at once, but at most 50 of it", () => {
    const properties = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`nothing${at}`, {}]));
    expect(refusals({ properties, required: ["nobody"] })).toHaveLength(50);
  });
});
