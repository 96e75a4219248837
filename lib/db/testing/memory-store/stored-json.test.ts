import { expect, test } from "vitest";
import { momentFrom, momentOf, textOfMoment } from "./moment";
import { compareText, sameJson, storedJson } from "./stored-json";

test("members are kept as jsonb keeps them: by length and bytes, without those that are undefined", () => {
  const stored = storedJson({ bb: 1, a: { y: undefined, x: [undefined, Number.NaN, "é"] }, é: 2, B: 3 });
  expect(JSON.stringify(stored)).toBe('{"B":3,"a":{"x":[null,null,"é"]},"bb":1,"é":2}');
  expect(storedJson(stored)).toBe(stored);
});

test("what no text column can hold is refused", () => {
  expect(() => storedJson({ a: ["\u0000"] })).toThrow(expect.objectContaining({ code: "22P05" }));
  expect(() => storedJson("\ud800")).toThrow(expect.objectContaining({ code: "22P05" }));
  expect(storedJson("\u{1F600}")).toBe("\u{1F600}");
});

test("values are equal as jsonb values are", () => {
  expect(sameJson({ a: [1, { b: null }], c: "x" }, { c: "x", a: [1, { b: null }] })).toBe(true);
  expect(sameJson({ a: 1 }, { a: 1, b: null })).toBe(false);
  expect(sameJson({ a: undefined }, { b: 1 })).toBe(false);
  expect(sameJson([], {})).toBe(false);
  expect(sameJson([1, 2], [2, 1])).toBe(false);
  expect(sameJson(null, {})).toBe(false);
});

test("texts are in the order of their code points, not of their code units", () => {
  const texts = ["\u{1F600}", "\uFFFD", "b", "", "ab", "a", "B", "\u{10FFFF}", "\uE000"];
  expect(texts.sort(compareText)).toEqual([
    "",
    "B",
    "a",
    "ab",
    "b",
    "\uE000",
    "\uFFFD",
    "\u{1F600}",
    "\u{10FFFF}",
  ]);
});

test("moments are written and read to the microsecond", () => {
  const moment = momentOf(new Date("2026-03-01T08:00:00.120Z"));
  const texts = [moment, moment + 3, moment - 120_000].map(textOfMoment);
  expect(texts).toEqual([
    "2026-03-01 08:00:00.12+00",
    "2026-03-01 08:00:00.120003+00",
    "2026-03-01 08:00:00+00",
  ]);
  expect(texts.map(momentFrom)).toEqual([moment, moment + 3, moment - 120_000]);
  expect(momentFrom("2026-03-01T09:00:00.12+01:00")).toBe(moment);
  expect(momentFrom("2026-03-01T08:00:00.120Z")).toBe(moment);
  expect([momentFrom("infinity"), momentFrom("-infinity")]).toEqual([Infinity, -Infinity]);
  expect(() => momentFrom("yesterday")).toThrow(TypeError);
});
