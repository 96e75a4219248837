import type { Worker, WorkerOptions } from "node:worker_threads";
import { expect, test, vi } from "vitest";
import { OUTCOME } from "./formula-outcome.mjs";
import { FormulaPool } from "./formula-pool";
import { FormulaSeat } from "./formula-seat";

const started = vi.hoisted(() => [] as unknown[]);
const threads = vi.hoisted(() => [] as Worker[]);

vi.mock("node:worker_threads", async (original) => {
  const real = await original<typeof import("node:worker_threads")>();
  class Counted extends real.Worker {
    constructor(file: string | URL, options?: WorkerOptions) {
      super(file, options);
      started.push(options);
      threads.push(this);
    }
  }
  return { ...real, Worker: Counted };
});

/** Runs one formula over rows, each a list of numbers to walk three times over. */
async function run(seat: FormulaSeat, lists: readonly (readonly number[])[]): Promise<readonly number[]> {
  const expressions = ["row.list.all(x, row.list.all(y, row.list.all(z, x + y + z > -1.0)))"];
  const rows = lists.map((list) => JSON.stringify({ row: { list }, before: null }));
  const outcomes = new SharedArrayBuffer(rows.length);
  await seat.run({ expressions, rows, at: new SharedArrayBuffer(4), outcomes });
  return [...new Uint8Array(outcomes)];
}

const LONG = Array.from({ length: 3_000 }, (_, at) => at);

test("one thread does all there is, with a small heap and nothing of this process", async () => {
  started.length = 0;
  const seat = new FormulaSeat();
  await run(seat, [[1], [2]]);
  await run(seat, [[3]]);
  await seat.close();
  expect(started).toEqual([
    {
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
      env: {},
      execArgv: [],
      argv: [],
    },
  ]);
});

test("the first item to exceed is tried twice, as it may have been the machine; the next once", async () => {
  started.length = 0;
  const seat = new FormulaSeat();
  expect(await run(seat, [LONG, [1], LONG])).toEqual([OUTCOME.exceeded, OUTCOME.holds, OUTCOME.exceeded]);
  await seat.close();
  expect(started).toHaveLength(4);
}, 20_000);

test("a pool that is closed has no thread left", async () => {
  threads.length = 0;
  const pool = new FormulaPool();
  const row = JSON.stringify({ row: { a: "x".repeat(200_000) }, before: null });
  const [outcomes] = await Promise.all([pool.evaluate(["row.a != ''"], [row, row, row, row]), pool.close()]);
  expect(outcomes).toEqual([["holds"], ["holds"], ["holds"], ["holds"]]);
  await pool.close();
  // An ended thread has no id.
  expect(threads.map(({ threadId }) => threadId)).toEqual(threads.map(() => -1));
  expect(threads.length).toBeGreaterThan(0);
});
