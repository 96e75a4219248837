import { expect, test } from "vitest";
import type { CompiledRules } from "./compile-rules";
import { countFailing } from "./count-failing";
import { rulesOf } from "./testing/build";

const RULES = rulesOf({
  properties: { amount: { minimum: 0 }, name: { minLength: 2, "x-severity": "warning" } },
  required: ["status"],
});

const row = (cells: Record<string, string>) => ({ cells, before: null });

test("rows with an error fail; warnings are counted by cause only", async () => {
  const rows = [
    row({ status: "a", amount: "1", name: "ab" }),
    row({ status: "a", amount: "-1", name: "a" }),
    row({ amount: "-2" }),
    row({ status: "a", name: "a" }),
    row({ status: "a", amount: "-3" }),
  ];
  expect(await countFailing(RULES, rows)).toEqual({
    checked: 5,
    failing: 3,
    byReason: [
      {
        reason: "rule:range",
        field: "amount",
        fields: ["amount"],
        message: "Amount must be at least 0.",
        severity: "error",
        rows: 3,
      },
      {
        reason: "rule:range",
        field: "name",
        fields: ["name"],
        message: "Name must have at least 2 characters.",
        severity: "warning",
        rows: 2,
      },
      {
        reason: "rule:required",
        field: "status",
        fields: ["status"],
        message: "Status is required.",
        severity: "error",
        rows: 1,
      },
    ],
  });
});

test("rows that come one by one, more than are checked at once", async () => {
  async function* rows() {
    for (let at = 0; at < 4_500; at += 1) yield row({ status: "a", amount: String(at % 3 === 0 ? -1 : 1) });
  }
  expect(await countFailing(RULES, rows())).toMatchObject({ checked: 4_500, failing: 1_500 });
});

test("rows are not gathered beyond what is checked at once", async () => {
  const sizes: number[] = [];
  const rules: CompiledRules = {
    ...RULES,
    check: async (rows) => {
      sizes.push(rows.length);
      return rows.map(() => []);
    },
  };
  await countFailing(
    rules,
    Array.from({ length: 4_500 }, () => row({})),
  );
  expect(sizes).toEqual([2_000, 2_000, 500]);
});

test("no rows", async () => {
  expect(await countFailing(RULES, [])).toEqual({ checked: 0, failing: 0, byReason: [] });
});
