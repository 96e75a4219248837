import { expect, test } from "vitest";
import type { Value } from "@/lib/engine/value";
import { readingConversion, writingConversion } from "./conversion-count";
import type { SurveyedRecord } from "./surveyed-rows";

const FIELD = { ref: "f2", name: "Sum" };

/** Records with a key each; a text that begins with ! is one that the side cannot show as the field's type. */
const records = (...sums: readonly Value[]): SurveyedRecord[] =>
  sums.map((value, at) => ({
    at,
    shown: (field) => {
      if (field === "f1") return { ok: true, value: `K${at}` };
      const isOdd = typeof value === "string" && value.startsWith("!");
      return isOdd ? { ok: false, because: "It is no number.", usual: value } : { ok: true, value };
    },
  }));

const conversion = (...sums: readonly Value[]) => ({
  ...{ field: FIELD, from: "s1", key: ["f1"], records: records(...sums) },
});

test.each<[sums: readonly Value[], values: number, failing: number]>([
  [[], 0, 0],
  [[null, null], 0, 0],
  [["1", null, "2"], 2, 0],
  [["1", "!x", "!y", null], 3, 2],
])("of %j, %i are filled and %i cannot be read", (sums, values, failing) => {
  expect(readingConversion(conversion(...sums))).toMatchObject({ values, failing, to: null });
});

test("of what can be read, what the other side refuses is counted, with the rows and its own words", () => {
  let asked = 0;
  const take = (value: Value) => {
    asked += 1;
    return value === "9"
      ? { ok: false as const, reason: "option", message: "Not an option." }
      : { ok: true as const, value };
  };
  const written = writingConversion(conversion("1", "9", "9", "!x", null, "1"), { side: "s2", take });
  expect(written).toEqual({
    ...{ field: "f2", name: "Sum", from: "s1", to: "s2", values: 4, failing: 2 },
    examples: [
      { key: ["K1"], value: "9", because: "Not an option." },
      { key: ["K2"], value: "9", because: "Not an option." },
    ],
  });
  expect(asked).toBe(2);
});

test("twenty examples are shown, of however many", () => {
  const { failing, examples } = readingConversion(conversion(...Array.from({ length: 50 }, () => "!")));
  expect([failing, examples.length]).toEqual([50, 20]);
});
