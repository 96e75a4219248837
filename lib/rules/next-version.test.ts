import { describe, expect, test } from "vitest";
import { nextVersion } from "./next-version";
import { readSchemaDocument } from "./schema-document";
import { FIELDS } from "./testing/build";

const read = (document: unknown) => readSchemaDocument(document, FIELDS);

const next = (before: unknown, after: unknown, version = "2.3.4") =>
  nextVersion({ version, document: read(before) }, read(after));

const property = (id: string, schema: unknown) => ({ properties: { [id]: schema } });
const life = (transitions: Record<string, string[]>, initial?: string[]) =>
  property("status", { "x-lifecycle": initial === undefined ? { transitions } : { transitions, initial } });
const rules = (...parts: readonly Record<string, unknown>[]) => ({
  "x-rules": parts.map((part) => ({
    id: "a",
    kind: "formula",
    expression: "row.amount > 1",
    message: "No.",
    severity: "error",
    ...part,
  })),
});

test("the first version is 1.0.0", () => {
  expect(nextVersion(null, read({ required: ["name"] }))).toMatchObject({ version: "1.0.0" });
});

test("the version that a change makes", () => {
  expect(next({}, { required: ["name"] })).toEqual({
    version: "3.0.0",
    change: "major",
    because: ["name is now required."],
  });
  expect(next({ required: ["name"] }, {})).toMatchObject({ version: "2.4.0", change: "minor" });
  expect(next(property("name", {}), property("name", { title: "Name" }))).toMatchObject({
    version: "2.3.5",
    change: "patch",
  });
  expect(next({ required: ["name"] }, { required: ["name"] })).toEqual({
    version: "2.3.4",
    change: "none",
    because: [],
  });
});

test("all changes are told, the weightiest first and by the field's title", () => {
  const before = {
    properties: { name: { title: "Name" }, amount: { title: "Amount", minimum: 1, maximum: 5 } },
  };
  const after = {
    properties: { name: { title: "Full name" }, amount: { title: "Amount", minimum: 0, maximum: 4 } },
    required: ["name"],
  };
  expect(next(before, after).because).toEqual([
    "Full name is now required.",
    "Amount: maximum is stricter.",
    "Amount: minimum is looser.",
    "Full name: title changed.",
  ]);
});

describe("major", () => {
  test.each<[what: string, before: unknown, after: unknown]>([
    [
      "a type that is narrower",
      property("amount", { type: "number" }),
      property("amount", { type: "integer" }),
    ],
    ["a type that is new", property("amount", {}), property("amount", { type: "number" })],
    [
      "an enum that is narrower",
      property("name", { enum: ["a", "b"] }),
      property("name", { enum: ["a", "c"] }),
    ],
    ["an enum that is new", property("name", {}), property("name", { enum: ["a"] })],
    ["a minimum that is higher", property("amount", { minimum: 0 }), property("amount", { minimum: 1 })],
    ["a maximum that is lower", property("name", { maxLength: 5 }), property("name", { maxLength: 4 })],
    ["another step", property("amount", { multipleOf: 1 }), property("amount", { multipleOf: 2 })],
    ["another pattern", property("name", { pattern: "a" }), property("name", { pattern: "b" })],
    ["a format that is new", property("name", {}), property("name", { format: "email" })],
    [
      "other options",
      property("status", { "x-options": "ops_1" }),
      property("status", { "x-options": "ops_2" }),
    ],
    ["a transition that is gone", life({ a: ["b"], b: ["a"] }), life({ a: ["b"], b: [] })],
    ["a state that is gone", life({ a: [], b: [] }), life({ a: [] })],
    ["fewer states to begin with", life({ a: [], b: [] }), life({ a: [], b: [] }, ["a"])],
    ["a lifecycle that is new", property("status", {}), life({ a: [] })],
    [
      "a warning that is an error now",
      property("name", { minLength: 1, "x-severity": "warning" }),
      property("name", { minLength: 1 }),
    ],
    ["a rule that is new", {}, rules({})],
    ["a rule that asks for something else", rules({}), rules({ expression: "row.amount > 2" })],
    ["a rule that is an error now", rules({ severity: "warning" }), rules({})],
    ["a condition that is new", {}, { dependentRequired: { amount: ["units"] } }],
    ["a condition that is another", { not: { required: ["name"] } }, { not: { required: ["units"] } }],
    [
      "something in a JSON value",
      property("data", { properties: { a: {} } }),
      property("data", { properties: { a: { minimum: 1 } } }),
    ],
    [
      "a property of a JSON value",
      property("data", { properties: {} }),
      property("data", { properties: { a: false } }),
    ],
    [
      "more required in a JSON value",
      property("data", { required: ["a"] }),
      property("data", { required: ["a", "b"] }),
    ],
    [
      "other required in a JSON value",
      property("data", { required: ["a"] }),
      property("data", { required: ["b"] }),
    ],
    [
      "entries that are narrower",
      property("tags", { items: { maxLength: 5 } }),
      property("tags", { items: { maxLength: 4 } }),
    ],
    [
      "what a reference leads to",
      { $defs: { a: { maxLength: 5 } }, ...property("name", { $ref: "#/$defs/a" }) },
      { $defs: { a: { maxLength: 4 } }, ...property("name", { $ref: "#/$defs/a" }) },
    ],
  ])("%s", (_, before, after) => {
    expect(next(before, after)).toMatchObject({ change: "major" });
  });
});

describe("minor", () => {
  test.each<[what: string, before: unknown, after: unknown]>([
    ["a property that is new", {}, property("name", { minLength: 1 })],
    ["a property that is gone", property("name", { minLength: 1 }), {}],
    ["a type that is wider", property("amount", { type: "integer" }), property("amount", { type: "number" })],
    ["an enum that is wider", property("name", { enum: ["a"] }), property("name", { enum: ["b", "a"] })],
    ["a minimum that is lower", property("amount", { minimum: 1 }), property("amount", { minimum: 0 })],
    ["a maximum that is gone", property("amount", { maximum: 1 }), property("amount", {})],
    ["a finer step", property("amount", { multipleOf: 2 }), property("amount", { multipleOf: 1 })],
    ["a pattern that is gone", property("name", { pattern: "a" }), property("name", {})],
    ["a transition that is new", life({ a: [], b: [] }), life({ a: ["b"], b: [] })],
    ["more states to begin with", life({ a: [], b: [] }, ["a"]), life({ a: [], b: [] }, ["a", "b"])],
    [
      "an error that is a warning now",
      property("name", { minLength: 1 }),
      property("name", { minLength: 1, "x-severity": "warning" }),
    ],
    [
      "a warning that asks for more",
      property("name", { "x-severity": "warning" }),
      property("name", { minLength: 1, "x-severity": "warning" }),
    ],
    [
      "a warning that is required",
      property("name", { "x-severity": "warning" }),
      { ...property("name", { "x-severity": "warning" }), required: ["name"] },
    ],
    ["a rule that only warns", {}, rules({ severity: "warning" })],
    ["a rule that is gone", rules({}), {}],
    ["a rule that only warns now", rules({}), rules({ severity: "warning" })],
    [
      "less required in a JSON value",
      property("data", { required: ["a", "b"] }),
      property("data", { required: ["a"] }),
    ],
    [
      "repetition that is allowed",
      property("data", { uniqueItems: true }),
      property("data", { uniqueItems: false }),
    ],
  ])("%s", (_, before, after) => {
    expect(next(before, after)).toMatchObject({ change: "minor" });
  });
});

describe("patch and none", () => {
  test.each<[what: string, before: unknown, after: unknown, change: string]>([
    ["a description", property("name", {}), property("name", { description: "x" }), "patch"],
    ["the title of the whole", { title: "a" }, { title: "b" }, "patch"],
    ["a rule's words", rules({}), rules({ message: "Yes." }), "patch"],
    [
      "the order of members",
      property("name", { enum: ["a", "b"] }),
      property("name", { enum: ["b", "a"] }),
      "none",
    ],
    [
      "the order of properties",
      { properties: { name: {}, amount: {} } },
      { properties: { amount: {}, name: {} } },
      "none",
    ],
    [
      "the order of what is required",
      { required: ["name", "amount"] },
      { required: ["amount", "name"] },
      "none",
    ],
    ["a definition that nobody uses", {}, { $defs: { a: { maxLength: 5 } } }, "none"],
    [
      "a property that repeats nothing",
      property("data", {}),
      property("data", { uniqueItems: false }),
      "none",
    ],
  ])("%s", (_, before, after, change) => {
    expect(next(before, after)).toMatchObject({ change });
  });
});
