import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cells } from "@/lib/engine/value";
import type { WriteOperation } from "../connector";
import { NO_DEADLINE, readAll } from "../contract-session.test-kit";
import { openStock } from "./stock.test-kit";

const CODES = Array.from({ length: 12 }, (_, at) => `k${at}`);

type Step = {
  readonly op: "create" | "update" | "delete";
  readonly code: string;
  readonly name: string;
  readonly fresh: boolean;
};

const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom("create", "update", "delete"),
  code: fc.constantFrom(...CODES),
  name: fc.constantFrom("x", "y", "=1+1", "007"),
  fresh: fc.boolean(),
});

/** What a sheet would do if it were a map: each operation by its own words in the interface. */
function expected(rows: Map<string, string>, { op, code, name, fresh }: Step): string {
  const held = rows.get(code);
  if (op === "create") {
    if (held === undefined) rows.set(code, name);
    return held === undefined || held === name ? "done" : "stale";
  }
  if (op === "delete") {
    if (held !== undefined && !fresh) return "stale";
    rows.delete(code);
    return "done";
  }
  if (held === undefined) return "stale";
  if (held !== name && !fresh) return "stale";
  rows.set(code, name);
  return "done";
}

const operationOf = (rows: ReadonlyMap<string, string>, step: Step, at: number): WriteOperation => {
  const { op, code, name, fresh } = step;
  const id = `${at}`;
  const cells: Cells = { code, name };
  const expect = { name: fresh ? (rows.get(code) ?? "") : "something else" };
  const locator = JSON.stringify([code]);
  if (op === "create") return { op, id, cells };
  return op === "update" ? { op, id, locator, cells: { name }, expect } : { op, id, locator, expect };
};

describe("any batch leaves what its operations say, one by one", () => {
  it("whatever is created, changed and deleted, and wherever the rows stand", {
    timeout: 120_000,
  }, async () => {
    const start = fc.uniqueArray(fc.constantFrom(...CODES), { maxLength: 10 });
    const batches = fc.array(fc.array(step, { maxLength: 14 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(start, batches, async (codes, steps) => {
        const rows = new Map(codes.map((code) => [code, "old"]));
        const stock = await openStock(codes.map((code) => ({ code, name: "old" })));
        try {
          // A note beside each row, in a column that is not ours.
          codes.forEach((code, at) => {
            stock.hand("edit-cell", { row: at + 1, column: 5, value: `note on ${code}` });
          });
          for (const batch of steps) {
            const outcomes: string[] = [];
            const operations = batch.map((each, at) => {
              const operation = operationOf(rows, each, at);
              outcomes.push(expected(rows, each));
              return operation;
            });
            stock.hand("reset-counts");
            const report = await stock.side().write(operations, NO_DEADLINE);
            expect(report.written.map(({ outcome }) => outcome)).toEqual(outcomes);
            const counts = stock.hand("counts") as { reads: number; writes: number };
            expect(counts.reads).toBeLessThanOrEqual(2);
            expect(counts.writes).toBeLessThanOrEqual(1);
          }
          const read = await readAll(stock.side());
          expect(read.census).toEqual({ complete: true, total: rows.size });
          expect(new Map(read.records.map(({ cells }) => [cells.code, cells.name]))).toEqual(rows);
          const shown = stock.screen().slice(1);
          // Rows follow each other: nothing leaves a gap behind.
          expect(shown.findLastIndex((row) => row.some((cell) => cell !== "")) + 1).toBe(rows.size);
          for (const row of shown) {
            if (row[5]) expect(row[5]).toBe(`note on ${row[0]}`);
          }
        } finally {
          await stock.dispose();
        }
      }),
      { numRuns: 40 },
    );
  });

  it("in several requests when it is large", { timeout: 60_000 }, async () => {
    const stock = await openStock([]);
    try {
      const name = "n".repeat(49_000);
      const operations = Array.from(
        { length: 60 },
        (_, at): WriteOperation => ({ op: "create", id: `${at}`, cells: { code: `k${at}`, name } }),
      );
      const report = await stock.side().write(operations, NO_DEADLINE);
      expect(report).toMatchObject({ stopped: null, requests: 5 });
      expect(report.written.length).toBe(60);
      expect((await readAll(stock.side())).census).toEqual({ complete: true, total: 60 });
    } finally {
      await stock.dispose();
    }
  });
});
