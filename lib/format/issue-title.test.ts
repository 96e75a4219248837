import { expect, test } from "vitest";
import { issueTitle } from "./issue-title";

test.each([
  ["Name", "Name is required.", "Name is required."],
  ["Name", 'The column mapped to "Name" is gone.', 'The column mapped to "Name" is gone.'],
  ["Unit price", "Fill in Unit price.", "Fill in Unit price."],
  ["Größe", "In Größe steht nichts.", "In Größe steht nichts."],
  ["ell", "This cell could not be read.", "ell: This cell could not be read."],
  ["Name", "Names must differ.", "Name: Names must differ."],
  ["Maß", "Die Maße fehlen.", "Maß: Die Maße fehlen."],
  ["id", "Invalid; the id is missing.", "Invalid; the id is missing."],
  ["Price (net)", "Price (net) must be a number.", "Price (net) must be a number."],
  ["", "The row has no key.", "The row has no key."],
  [null, "The row has no key.", "The row has no key."],
])("an issue about %o that says %o is called %o", (field, message, title) => {
  expect(issueTitle({ field, message })).toBe(title);
});
