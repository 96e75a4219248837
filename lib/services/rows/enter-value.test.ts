import { describe, expect, test } from "vitest";
import type { FieldType, Value } from "@/lib/engine/value";
import { type CellInput, enterValue } from "./enter-value";

const enter = (type: FieldType, given: CellInput) => enterValue(given, { id: "f", name: "F", type });

const TAKEN: readonly (readonly [FieldType, CellInput, Value])[] = [
  ["text", "", ""],
  ["text", " as it is ", " as it is "],
  ["number", "1,5".replace(",", "."), "1.5"],
  ["number", 1e21, "1000000000000000000000"],
  ["number", " 007.50 ", "7.5"],
  ["integer", 12, "12"],
  ["integer", "1e3", "1000"],
  ["boolean", false, false],
  ["date", "2024-02-29", "2024-02-29"],
  ["datetime", "2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z"],
  ["datetime", "2026-03-01T00:30:00.123450+02:00", "2026-02-28T22:30:00.12345Z"],
  ["datetime", "2026-03-01T09:30+01:00", "2026-03-01T08:30:00Z"],
  ["local-datetime", "2026-03-01T09:30", "2026-03-01T09:30:00"],
  ["local-datetime", "2026-03-01T09:30:05.500", "2026-03-01T09:30:05.5"],
  ["select", "Draft", "Draft"],
  ["select", "", null],
  ["multi-select", ["b", "a", "b"], ["a", "b"]],
  ["multi-select", "a", ["a"]],
  ["multi-select", [], null],
  ["json", '{ "b": 1, "a": [2.0] }', '{"a":[2],"b":1}'],
  ["relation", ["two", "one"], ["one", "two"]],
];

const REFUSED: readonly (readonly [FieldType, CellInput])[] = [
  ["text", 5],
  ["text", "a\0b"],
  ["text", "\ud800"],
  ["text", ["a"]],
  ["number", "many"],
  ["number", true],
  ["number", ""],
  ["integer", "1.5"],
  ["boolean", "true"],
  ["date", "2023-02-29"],
  ["date", "01.02.2026"],
  ["date", "2026-13-01"],
  ["datetime", "2026-03-01T09:30:00"],
  ["datetime", "2026-03-01"],
  ["datetime", "2026-02-30T09:30:00Z"],
  ["local-datetime", "2026-03-01T09:30:00Z"],
  ["local-datetime", "2026-03-01T24:00:00"],
  ["local-datetime", "2026-03-01T09:60:00"],
  ["select", ["Draft"]],
  ["multi-select", 5],
  ["multi-select", [""]],
  ["json", "{"],
  ["json", '{"a":"\\u0000"}'],
  ["relation", false],
];

describe("a value given for a field", () => {
  test.each(TAKEN)("%s %j becomes %j", (type, given, value) => {
    expect(enter(type, given)).toEqual({ ok: true, value });
  });

  test.each(REFUSED)("%s does not take %j, and says what it takes", (type, given) => {
    expect(enter(type, given)).toEqual({ ok: false, fault: expect.stringMatching(/^Give .+\.$/) });
  });

  test("no value is a value of every type", () => {
    expect(enter("integer", null)).toEqual({ ok: true, value: null });
  });
});
