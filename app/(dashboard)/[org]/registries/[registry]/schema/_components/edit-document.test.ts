import { expect, test } from "vitest";
import {
  freeRuleId,
  linesIn,
  membersOf,
  propertyOf,
  type Rule,
  sameText,
  transitionLines,
  transitionsOf,
  withKeywords,
  withMembers,
  withRequired,
  withRules,
} from "./edit-document";

const document = { properties: { people: { minimum: 0 }, open: true }, required: ["name"] };

test("a keyword is set and taken away; a field of which nothing is said leaves", () => {
  const changed = withKeywords(document, "people", { maximum: 9 });
  expect(propertyOf(changed, "people")).toEqual({ minimum: 0, maximum: 9 });
  expect(withKeywords(document, "people", { minimum: undefined }).properties).toEqual({ open: true });
  expect(document.properties.people).toEqual({ minimum: 0 });
});

test("required is a list without repetitions", () => {
  const twice = withRequired(withRequired(document, "people", true), "people", true);
  expect(twice.required).toEqual(["name", "people"]);
  expect(withRequired(twice, "name", false).required).toEqual(["people"]);
});

test("the values of a list are asked of its entries", () => {
  const tags = { id: "tags", type: "multi-select" };
  const limited = withMembers(document, tags, ["a"]);
  expect(propertyOf(limited, "tags")).toEqual({ items: { enum: ["a"] } });
  expect(membersOf(propertyOf(limited, "tags"))).toEqual(["a"]);
  expect(propertyOf(withMembers(limited, tags, undefined), "tags")).toEqual({});
  const state = { id: "state", type: "select" };
  expect(propertyOf(withMembers(document, state, ["a"]), "state")).toEqual({ enum: ["a"] });
});

test("rules leave no empty list behind, and a new one gets an id of its own", () => {
  const rule: Rule = { id: "rule-2", kind: "formula", expression: "true", message: "m", severity: "error" };
  const ruled = withRules(document, [rule]);
  expect(freeRuleId(ruled)).toBe("rule-3");
  expect(freeRuleId(document)).toBe("rule-1");
  expect(withRules(ruled, [])).toEqual(document);
});

test("a lifecycle is written as lines, and read as them again", () => {
  const lines = "Draft -> Final, Archived\nFinal → Archived\nArchived";
  const transitions = { Draft: ["Final", "Archived"], Final: ["Archived"], Archived: [] };
  expect(transitionsOf(lines)).toEqual(transitions);
  expect(transitionsOf(transitionLines({ transitions }))).toEqual(transitions);
  expect(transitionsOf(" \n")).toBeUndefined();
});

test("lines are trimmed and there once", () => expect(linesIn(" a \n\nb\na")).toEqual(["a", "b"]));

test("documents are the same whatever the order of their members", () => {
  expect(sameText({ a: 1, b: { c: 2, d: [{ e: 1, f: 2 }] } })).toBe(
    sameText({ b: { d: [{ f: 2, e: 1 }], c: 2 }, a: 1 }),
  );
  expect(sameText({ a: [1, 2] })).not.toBe(sameText({ a: [2, 1] }));
});
