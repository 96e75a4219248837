import { expect, test } from "vitest";
import { ruleWords } from "./schema-words";

const words = (property: unknown) => ruleWords(property, (id) => (id === "ops_1" ? "States" : "?"));

test.each([
  [{ title: "Name", type: "string" }, []],
  [{ minimum: 0, maximum: 10 }, ["at least 0", "at most 10"]],
  [{ exclusiveMinimum: 0 }, ["more than 0"]],
  [{ enum: ["a", null] }, ["one of a, nothing"]],
  [{ enum: ["a", "b", "c", "d", "e", "f", "g", "h"] }, ["one of a, b, c, d, e, f and 2 more"]],
  [{ items: { enum: ["a"] } }, ["only a"]],
  [{ "x-options": "ops_1" }, ["from the set States"]],
  [{ format: "email", pattern: "^a" }, ["an e-mail address", "matches ^a"]],
  [
    { "x-lifecycle": { transitions: { Draft: ["Final"], Final: [] } }, "x-severity": "warning" },
    ["steps Draft → Final"],
  ],
  [{ anyOf: [], not: {} }, ["2 more in the JSON"]],
  [true, []],
  [false, ["always empty"]],
])("%j in words", (property, said) => expect(words(property)).toEqual(said));
