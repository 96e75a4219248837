import { expect, test } from "vitest";
import { csvCell } from "./export-text";

test.each([
  ["=1+1", "'=1+1"],
  ["+49 30", "'+49 30"],
  ["-5", "'-5"],
  ["@sum", "'@sum"],
  ["  =1", "'  =1"],
  ["\t=1", "'\t=1"],
  ['a "b", c', '"a ""b"", c"'],
  ['=x,"y"', '"\'=x,""y"""'],
  ["two\nlines", '"two\nlines"'],
  [17, "17"],
  [-3, "-3"],
  [null, ""],
  [false, "false"],
])("%j stands in a CSV as %s", (value, cell) => expect(csvCell(value)).toBe(cell));
