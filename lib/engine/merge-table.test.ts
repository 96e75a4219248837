import { describe, expect, it } from "vitest";
import { mergeRow } from "./merge";
import { prepareRules } from "./prepare";
import type { RowDecision } from "./row";
import { applyDecision } from "./testing/apply";
import { type Block, caseAt, casesOf, type TableCase } from "./testing/merge-table";
import { disagreements } from "./testing/merge-table-check";
import { TABLES } from "./testing/merge-table-tables";
import { predict } from "./testing/oracle";

/** Prime, so that no axis of a table is met at the same places only. `npm run merge-table` takes every case. */
const EVERY = 281;

const LONG = 120_000;

const sampled = TABLES.map((table) => ({
  table,
  name: table.name,
  numbers: Array.from({ length: Math.ceil(casesOf(table) / EVERY) }, (_, at) => at * EVERY),
}));

function standsByIt({ state, rules }: TableCase): boolean {
  const prepared = prepareRules(rules);
  const decision = mergeRow(state, prepared);
  if (decision.outcome !== "merged") return true;
  const next = mergeRow(
    applyDecision(state, decision, rules, () => false),
    prepared,
  );
  const textOf = ({ cells }: RowDecision) =>
    JSON.stringify(rules.fields.map(({ id }) => cells?.[id] ?? null));
  return next.outcome !== "deleted" && textOf(next) === textOf(decision);
}

describe("the merge table", () => {
  it.each(sampled)(
    "decides as the oracle does: $name",
    ({ table, name, numbers }) => {
      const first = numbers.find((number) => disagreements(caseAt(table, number)).length > 0);
      const replay = first === undefined ? null : `npm run merge-table -- --replay ${name}:${first}`;
      expect(replay).toBeNull();
    },
    LONG,
  );

  // Opposite edits of a set's member are a known residual.
  it.each(sampled.filter(({ name }) => name !== "sets"))(
    "stands by what it decided while no write goes through: $name",
    ({ table, name, numbers }) => {
      const some = numbers.filter((_, at) => at % 3 === 0);
      const first = some.find((number) => !standsByIt(caseAt(table, number)));
      expect(first === undefined ? null : `${name}:${first}`).toBeNull();
    },
    LONG,
  );

  it("is sampled widely", () => {
    expect(sampled.flatMap(({ numbers }) => numbers).length).toBeGreaterThan(60_000);
  });

  it(
    "meets every outcome, verdict and issue there is",
    () => {
      const met = new Set<string>();
      for (const { table, numbers } of sampled) {
        for (const number of numbers.filter((_, at) => at % 11 === 0)) {
          const { state, rules } = caseAt(table, number);
          const { outcome, writes, conflicts, issues } = predict(state, rules);
          met.add(outcome);
          for (const { op } of writes) met.add(op);
          for (const { decidedBy } of conflicts) met.add(decidedBy);
          for (const { reason } of issues) met.add(reason);
        }
      }
      expect([...met].sort()).toEqual([
        "authority",
        "create",
        "delete",
        "deleted",
        "edit survives",
        "first sync",
        "frozen",
        "hash",
        "hash (origin unknown)",
        "hash (origins overlap)",
        "key-not-settled",
        "last-write-wins",
        "manual",
        "may-not-delete",
        "merged",
        "refused",
        "update",
      ]);
    },
    LONG,
  );

  const block = (isSideANamed: boolean): Block => ({
    fields: [],
    row: { base: null, origins: {} },
    rules: { strategy: "hash", deletes: "never" },
    parts: ["1", "2", "3", "4"].map((reason) => ({
      side: {
        directions: {},
        mayCreate: true,
        mayDelete: true,
        project: (_field, value) => ({ ok: true, value }),
      },
      state: { observed: { state: "unknown", reason }, acknowledged: null },
    })),
    isSideANamed,
  });
  const given = (isSideANamed: boolean) => {
    const table = { name: "small", blocks: [block(isSideANamed)] };
    return Array.from({ length: casesOf(table) }, (_, number) =>
      caseAt(table, number).state.sides.map(({ observed }) =>
        observed.state === "unknown" ? observed.reason : "",
      ),
    );
  };

  it("gives three sides every choice of parts once, where no rule names a side", () => {
    const choices = given(false).map((parts) => [...parts].sort().join(""));
    expect(new Set(choices).size).toBe(20);
    expect(choices.length).toBe(20);
  });

  it("gives side a every part, and the others every choice, where a rule names it", () => {
    const choices = given(true).map(([a, ...others]) => `${a}${others.sort().join("")}`);
    expect(new Set(choices).size).toBe(40);
    expect(choices.length).toBe(40);
  });
});
