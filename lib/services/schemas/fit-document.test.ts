import { expect, test } from "vitest";
import { fitDocument } from "./fit-document";

const fields = [
  { id: "name", name: "Name", type: "text" },
  { id: "state", name: "Document state", type: "select" },
] as const;

const fitted = (given: unknown, sets: string[] = []) =>
  fitDocument(given, { fields, optionSets: new Set(sets) });

test("fields are found by id, by name, and by name in other capitals", () => {
  const given = {
    properties: { name: { minLength: 1 }, "document STATE": {} },
    required: ["Document state"],
  };
  expect(fitted(given)).toEqual({
    document: { properties: { name: { minLength: 1 }, state: {} }, required: ["state"] },
    leftOut: [],
  });
});

test("what the registry has not is left out and said, with JSON pointers", () => {
  const given = {
    properties: { name: { "x-options": "ops_theirs" }, "a/b~c": {} },
    required: ["name", "a/b~c"],
    "x-rules": [
      { id: "one", kind: "pattern", field: "a/b~c", pattern: "x" },
      { id: "two", kind: "formula", expression: "true" },
    ],
  };
  expect(fitted(given)).toEqual({
    document: {
      properties: { name: {} },
      required: ["name"],
      "x-rules": [{ id: "two", kind: "formula", expression: "true" }],
    },
    leftOut: ["/properties/name/x-options", "/properties/a~1b~0c", "/required/1", "/x-rules/0"],
  });
});

test("an option set of the organization stays", () => {
  const given = { properties: { name: { "x-options": "ops_ours" } } };
  expect(fitted(given, ["ops_ours"])).toEqual({ document: given, leftOut: [] });
});

test.each([null, [], "text", 7, { properties: [] }, { properties: { name: true } }])(
  "%j is left to whoever reads it",
  (given) => expect(fitted(given)).toEqual({ document: given, leftOut: [] }),
);
