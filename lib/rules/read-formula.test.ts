import { describe, expect, test } from "vitest";
import { readFormula } from "./read-formula";
import { FIELDS } from "./testing/build";

function readsOf(expression: string) {
  const read = readFormula(expression, FIELDS);
  if ("problem" in read) throw new Error(read.problem);
  const list = (reads: ReadonlySet<string> | null) => (reads === null ? "any" : [...reads].sort());
  return { row: list(read.formula.row), before: list(read.formula.before) };
}

describe("the fields that a formula reads", () => {
  test.each([
    ["row.amount > 3", ["amount"], []],
    ['row["amount"] > 3 || row.units == 1', ["amount", "units"], []],
    [
      "before == null || before.status != 'Final' || row.amount == before.amount",
      ["amount"],
      ["amount", "status"],
    ],
    ["null != before", [], []],
    ["row.tags.all(t, t.startsWith(row.name))", ["name", "tags"], []],
    ["has(row.name)", ["name"], []],
    ["has(row.data.address) && row.data.address.zip != ''", ["data"], []],
    ["type(row.data) == map", ["data"], []],
    ["row.exists(f, row[f] == null)", "any", []],
    ["row[row.name] == 1", "any", []],
    ["row == before", "any", "any"],
    ["[row.amount].all(amount, amount > 1)", ["amount"], []],
  ])("%s", (expression, row, before) => {
    expect(readsOf(expression)).toEqual({ row, before });
  });
});

describe("a formula that cannot be used", () => {
  test.each([
    ["row.amount >", "The formula cannot be read at line 1, character 13."],
    ["row.Amount > 1", 'The formula reads "Amount"; write row.amount for that field.'],
    ['before["Signed on"] != null', 'The formula reads "Signed on"; write before.signed_on for that field.'],
    ["row.nothing > 1", 'The formula reads "nothing", which is no field of this registry.'],
    ["row['__proto__'] == 1", 'The formula reads "__proto__", which is no field of this registry.'],
    ["amount > 1", 'The formula reads "amount"; it can read only row and before.'],
    ["process.exit(1) == 1", 'The formula calls "exit", which there is not.'],
    ["row.name.replace('a', 'b') == ''", 'The formula calls "replace", which there is not.'],
    ["google.protobuf.Struct{} == 1", 'The formula makes "google.protobuf.Struct", which is not supported.'],
    ["[1].all(row, row > 0)", "The formula uses row as a variable of its own; give that another name."],
    [
      "[1].all(a, [1].all(b, [1].all(c, true)))",
      "The formula has more than 2 of all, exists, map, filter in one another.",
    ],
    [`[${"1,".repeat(501)}1] == []`, "The formula has more than 500 parts."],
    [`"${"a".repeat(2000)}" == ""`, "The formula is longer than 2000 characters."],
    [`${"(".repeat(990)}1${")".repeat(990)}`, "The formula is nested too deeply."],
  ])("%s", (expression, problem) => {
    expect(readFormula(expression, FIELDS)).toEqual({ problem });
  });

  test("macros one after another are not in one another", () => {
    expect(readFormula("row.tags.filter(t, t != '').map(t, t.size()).all(n, n > 1)", FIELDS)).toHaveProperty(
      "formula",
    );
  });
});
