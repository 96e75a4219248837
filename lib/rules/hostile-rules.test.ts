import { afterAll, describe, expect, test } from "vitest";
import { type FormulaOutcome, formulaPool } from "./formula-pool";
import { linearPattern } from "./linear-pattern.mjs";
import { readFormula } from "./read-formula";
import { faultsOf, rulesOf, turnsDuring } from "./testing/build";
import { HOSTILE_FORMULAS, HOSTILE_PATTERNS } from "./testing/hostile";

afterAll(() => formulaPool.close());

const FIELDS = (["text", "list", "number"] as const).map((id) => ({
  id,
  name: id,
  type: ({ text: "text", list: "json", number: "number" } as const)[id],
}));

/** Long enough to hang any formula that walks it twice. */
const LONG = JSON.stringify({
  row: { text: "ab".repeat(20_000), list: Array.from({ length: 5_000 }, (_, at) => at), number: 3 },
  before: null,
});

describe("patterns", () => {
  test("the corpus is large enough", () => {
    expect(HOSTILE_PATTERNS.length).toBeGreaterThanOrEqual(60);
  });

  test.each(HOSTILE_PATTERNS.map(([pattern, text]) => [pattern.slice(0, 40), pattern, text]))(
    "%s is refused, or done within the budget of a row",
    async (_, pattern, text) => {
      const compiled = linearPattern(pattern);
      if (compiled.isRefused) return;
      const rules = rulesOf({ properties: { name: { pattern } } });
      const name = text.repeat(200_000 / text.length);
      let longest = 0;
      for (const part of [name, `${name}!`, `${name.slice(0, 1_000_000 / compiled.size - 1)}!`]) {
        const before = process.cpuUsage();
        await faultsOf(rules, { name: part });
        const { user } = process.cpuUsage(before);
        longest = Math.max(longest, user / 1_000);
      }
      // The budget is 50 ms of a quiet machine; what is not linear would take seconds and more.
      expect(longest).toBeLessThan(400);
    },
  );
});

describe("formulas", () => {
  test("the corpus is large enough", () => {
    expect(HOSTILE_FORMULAS.length).toBeGreaterThanOrEqual(30);
  });

  test.each(HOSTILE_FORMULAS.map((formula) => [formula.slice(0, 60), formula]))(
    "%s never holds, and this thread has its turns",
    async (_, formula) => {
      const read = readFormula(formula, FIELDS);
      // Evaluated even where reading refuses it: the thread has to withstand it by itself.
      let outcome: FormulaOutcome | undefined;
      const turns = await turnsDuring(async () => {
        outcome = (await formulaPool.evaluate([formula], [LONG]))[0]?.[0];
      });
      expect(outcome).not.toBe("holds");
      // It took 50 ms twice: as many turns of 10 ms each, had it not held them up, less what a busy machine takes.
      if (outcome === "exceeded") expect(turns).toBeGreaterThanOrEqual(5);
      if ("problem" in read) expect(read.problem).not.toBe("");
    },
    20_000,
  );

  test("nothing of this process was changed, and good formulas go on", async () => {
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(await formulaPool.evaluate(["row.number == 3"], [LONG])).toEqual([["holds"]]);
  });
});
