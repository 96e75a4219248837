import type { WorkerOptions } from "node:worker_threads";
import { expect, test, vi } from "vitest";
import { OUTCOME } from "./formula-outcome.mjs";
import { FormulaSeat } from "./formula-seat";

const started = vi.hoisted(() => [] as unknown[]);

vi.mock("node:worker_threads", async (original) => {
  const real = await original<typeof import("node:worker_threads")>();
  class Worker extends real.Worker {
    constructor(file: string | URL, options?: WorkerOptions) {
      super(file, options);
      started.push(options);
    }
  }
  return { ...real, Worker };
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
