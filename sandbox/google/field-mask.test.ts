import { expect, it } from "vitest";
import { assignMasked, parseMask } from "./field-mask";

const pick = (mask: string, value: unknown) => parseMask(mask, "fields").pick(value);
const value = { a: 1, b: { c: 2, d: { e: 3, f: 4 } }, list: [{ x: 1, y: 2 }, { y: 3 }] };

it.each([
  ["a", { a: 1 }],
  ["b.c", { b: { c: 2 } }],
  ["b/d/e,a", { a: 1, b: { d: { e: 3 } } }],
  ["b(c,d.f)", { b: { c: 2, d: { f: 4 } } }],
  ["list.x", { list: [{ x: 1 }, {}] }],
  ["b.*", { b: value.b }],
  ["*", value],
  ["b,b.c", { b: value.b }],
])("picks %s", (mask, picked) => {
  expect(pick(mask, value)).toEqual(picked);
});

it.each(["", "a(b", "a)b", "a;b"])("refuses %j", (mask) => {
  expect(() => parseMask(mask, "fields")).toThrow("Invalid field mask");
});

it("assigns what the mask names and clears what the source lacks", () => {
  const target = { value: 1, format: { bold: true, number: "x" }, note: "n" };
  const mask = parseMask("value,format.number", "fields");
  expect(assignMasked(target, { format: { number: "y", bold: false } }, mask)).toEqual({
    format: { bold: true, number: "y" },
    note: "n",
  });
  expect(assignMasked(target, {}, mask)).toEqual({ format: { bold: true }, note: "n" });
});
