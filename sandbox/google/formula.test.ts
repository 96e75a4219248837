import { expect, it } from "vitest";
import { Calculator } from "./formula";
import { type Book, editRow, newTab } from "./grid";

function bookOf(rows: (string | number | boolean | undefined)[][], locale = "en_US"): Book {
  const book: Book = {
    id: "x",
    title: "x",
    locale,
    timeZone: "Etc/GMT",
    tabs: [newTab(0, "T"), newTab(1, "It's B")],
    metadata: [],
    people: {},
    projects: [],
    trashed: false,
    nextRowId: 1,
    createdAt: 0,
    changedAt: 0,
    version: 1,
    published: { modifiedTime: 0, version: 1 },
  };
  for (const tab of book.tabs)
    for (const [row, values] of rows.entries())
      editRow(book, tab, row, (cells) => {
        for (const value of values)
          cells.push(
            value === undefined
              ? undefined
              : typeof value === "number"
                ? { userEnteredValue: { numberValue: value } }
                : typeof value === "boolean"
                  ? { userEnteredValue: { boolValue: value } }
                  : {
                      userEnteredValue: value.startsWith("=")
                        ? { formulaValue: value }
                        : { stringValue: value },
                    },
          );
      });
  return book;
}

function evaluate(formula: string, locale?: string) {
  const book = bookOf(
    [
      [2, 3, "x", undefined, formula],
      [4, "5", true, "=A1*10", "=E2"],
    ],
    locale,
  );
  const [tab] = book.tabs;
  return tab === undefined ? undefined : new Calculator(book).effective(tab, 0, 4);
}

it.each([
  ["=1+2*3^2", 19],
  ["=-(1+2)%", -0.03],
  ["=A1+B2", 7],
  ["=SUM(A1:B2)", 9],
  ["=SUM(A:A;10)", 16],
  ["=$D$2/A2", 5],
  ["=MAX(A1:A2)-MIN(A1:A2)", 2],
  ["=AVERAGE(A1:A2)", 3],
  ['=COUNT(A1:D2)&""', "4"],
  ["=COUNTA(A1:D2)", 7],
  ['=IF(A1<B1,"yes",1/0)', "yes"],
  ["=IF(D1=0,1,2)", 1],
  ['=CONCAT(A1,C1)&"""!"', '2x"!'],
  ["='It''s B'!A2", 4],
  ['=IFERROR(1/0,"none")', "none"],
  ['="A"="a"', true],
  ["=ROUND(-2.345,2)", -2.35],
])("evaluates %s", (formula, result) => {
  const value = evaluate(formula);
  expect(value?.numberValue ?? value?.stringValue ?? value?.boolValue).toBe(result);
});

it.each([
  ["=1/0", "DIVIDE_BY_ZERO"],
  ["=C1+1", "VALUE"],
  ['=1/0&""', "DIVIDE_BY_ZERO"],
  ["=Nope!A1", "REF"],
  ["=ZZ1", "REF"],
  ["=E1", "REF"],
  ["=E1+1", "REF"],
  ["=#REF!+1", "REF"],
  ["=1+", "ERROR"],
  ["=VLOOKUP(1,A1:B2,2)", "ERROR"],
  ['=IFERROR(VLOOKUP(1,A1:B2,2),"made up")', "ERROR"],
])("answers an error for %s", (formula, type) => {
  expect(evaluate(formula)?.errorValue?.type).toBe(type);
});

it("says when it does not evaluate a function", () => {
  expect(evaluate("=TODAY()")?.errorValue?.message).toContain("The sandbox does not evaluate TODAY");
});

it("reads decimals as the locale writes them", () => {
  expect(evaluate("=1,5*A1", "de_DE")).toEqual({ numberValue: 3 });
  expect(evaluate("=SUM(1;2,5)", "de_DE")).toEqual({ numberValue: 3.5 });
});
