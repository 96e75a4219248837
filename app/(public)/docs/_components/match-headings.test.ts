import { expect, test } from "vitest";
import { matching } from "./match-headings";

const headings = ["Connect", "How rows are followed", "Deletes and brakes", "What a deletion does"].map(
  (title) => ({
    ...{ title, href: `/docs#${title}` },
    of: "Google Sheets",
  }),
);
const found = (asked: string) => matching(headings, asked).map(({ title }) => title);

test("every word has to be there, in whatever order and case", () => {
  expect(found("ROWS google")).toEqual(["How rows are followed"]);
  expect(found("rows notion")).toEqual([]);
  expect(found("  ")).toEqual([]);
});

test("titles that begin with the word come first", () => {
  expect(found("delet")).toEqual(["Deletes and brakes", "What a deletion does"]);
});
