import fc from "fast-check";
import { expect, it } from "vitest";
import { boundedRange, columnIndex, parseRange } from "./a1";
import { type Book, columnName, newTab, rangeText } from "./grid";

const titles = ["Sheet1", "It's A/B!?#", "A1", "Two words", "1st"];
const book = { tabs: titles.map((title, index) => newTab(index, title)) } as Book;

const read = (text: string) => {
  const range = parseRange(book, text);
  return rangeText(range.tab, boundedRange(range));
};

it.each([
  ["Sheet1", "Sheet1!A1:Z1000"],
  ["sheet1!b2", "Sheet1!B2"],
  ["B2:C3", "Sheet1!B2:C3"],
  ["Sheet1!C3:B2", "Sheet1!B2:C3"],
  ["Sheet1!A2:C", "Sheet1!A2:C1000"],
  ["Sheet1!B:C", "Sheet1!B1:C1000"],
  ["2:5", "Sheet1!A2:Z5"],
  ["Sheet1!$A$1:$B$2", "Sheet1!A1:B2"],
  ["Sheet1!R2C3:R4C5", "Sheet1!C2:E4"],
  ["'It''s A/B!?#'!A1:B", "'It''s A/B!?#'!A1:B1000"],
  ["'A1'", "'A1'!A1:Z1000"],
  ["Two words!A1", "'Two words'!A1"],
  ["Sheet1!A900:B5000", "Sheet1!A900:B1000"],
])("reads %s as %s", (text, meant) => {
  expect(read(text)).toBe(meant);
});

it.each(["", "Nope!A1", "Sheet1!A1:B2:C3", "Sheet1!A0", "'open!A1", "Sheet1!7", "Sheet1!AAAA1"])(
  "refuses %j",
  (text) => {
    expect(() => read(text)).toThrow("Unable to parse range");
  },
);

it("names columns both ways", () => {
  fc.assert(
    fc.property(fc.nat(18_277), (index) => {
      expect(columnIndex(columnName(index))).toBe(index);
    }),
  );
  expect(columnName(18_277)).toBe("ZZZ");
});
