import { expect, test } from "vitest";
import { editableText, enteredValue } from "./entered-value";

test.each([
  ["text", " as typed ", " as typed "],
  ["text", "  ", null],
  ["integer", " 12 ", "12"],
  ["boolean", "Yes", true],
  ["boolean", "no", false],
  ["boolean", "perhaps", "perhaps"],
  ["multi-select", "b, a,, c ", ["b", "a", "c"]],
  ["relation", "DE", ["DE"]],
  ["date", "", null],
])("%s %j is %j", (type, text, value) => {
  expect(enteredValue(type, text)).toEqual(value);
});

test.each([
  ["text", "a"],
  ["boolean", true],
  ["multi-select", ["a", "b"]],
  ["integer", null],
] as const)("a %s is edited as it was entered", (type, value) => {
  expect(enteredValue(type, editableText(value))).toEqual(value);
});
