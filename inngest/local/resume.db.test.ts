import type { Inngest } from "inngest";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type RunnerDatabase, runnerDatabase } from "./testing/database";
import { EVENT_KEY, type LoopbackApp, loopbackApp, SIGNING_KEY } from "./testing/loopback-app";
import { type SpawnedRunner, spawnRunner } from "./testing/spawned-runner";
import { until } from "./testing/until";

let database: RunnerDatabase;
let app: LoopbackApp;
const spawned: SpawnedRunner[] = [];

beforeAll(async () => {
  database = await runnerDatabase();
  app = await loopbackApp();
});
afterEach(async () => {
  for (const runner of spawned.splice(0)) await runner.kill();
});
afterAll(async () => {
  await app?.close();
  await database?.close();
});

const start = async (): Promise<SpawnedRunner> => {
  const runner = await spawnRunner({
    RUNNER_DATABASE_URL: database.url,
    INNGEST_SIGNING_KEY: SIGNING_KEY,
    INNGEST_EVENT_KEY: EVENT_KEY,
    RUNNER_PORT: "0",
    APP_URL: app.url,
    RUNNER_LEASE_MS: "900",
    RUNNER_BACKOFF_SCALE: "0.001",
  });
  spawned.push(runner);
  return runner;
};

const runOf = async (functionId: string) => {
  const { rows } = await database.owner.query("SELECT * FROM jobs.run WHERE function_id = $1", [functionId]);
  return rows[0] as { status: string; output: unknown; id: string } | undefined;
};

it("goes on from the memoised steps after kill -9, in the middle of a step and in the middle of a sleep", async () => {
  const log: string[] = [];
  let hang: (() => void) | null = null;
  const functionsOf = (client: Inngest) => [
    client.createFunction({ id: "chain", triggers: { event: "chain/go" } }, async ({ step, event }) => {
      const a = await step.run("a", () => {
        log.push("a");
        return { from: event.data.id as string };
      });
      const b = await step.run("b", async () => {
        log.push("b");
        if (log.filter((entry) => entry === "b").length === 1)
          await new Promise<void>((resolve) => {
            hang = resolve;
          });
        return 2;
      });
      await step.sleep("nap", "2s");
      const c = await step.run("c", () => {
        log.push("c");
        return 3;
      });
      return { a, b, c };
    }),
  ];
  const first = await start();
  const client = app.connect(first.url, functionsOf);
  await until(
    "registration",
    async () => (await database.owner.query("SELECT 1 FROM jobs.function")).rowCount,
  );
  await client.send({ name: "chain/go", id: "chain-1", data: { id: "x" } });
  await until("step b hangs", () => hang !== null);
  await first.kill();

  const second = await start();
  app.connect(second.url, functionsOf);
  await until("the nap", async () => {
    const { rowCount } = await database.owner.query(
      "SELECT 1 FROM jobs.step WHERE op = 'Sleep' AND position IS NULL",
    );
    return rowCount;
  });
  await second.kill();
  (hang as (() => void) | null)?.();

  const third = await start();
  app.connect(third.url, functionsOf);
  const run = await until("the end", async () => {
    const row = await runOf("sample-chain");
    return row?.status === "Completed" ? row : undefined;
  });
  expect(run.output).toEqual({ a: { from: "x" }, b: 2, c: 3 });
  expect(log).toEqual(["a", "b", "b", "c"]);
  const { rows } = await database.owner.query("SELECT count(*)::int AS n FROM jobs.task");
  expect(rows[0].n).toBe(0);
});

it("loses nothing and settles every step once however often it is killed", async () => {
  const RUNS = 6;
  const STEPS = 6;
  const executed: string[] = [];
  const functionsOf = (client: Inngest) => [
    client.createFunction({ id: "long-chain", triggers: { event: "long/go" } }, async ({ step, event }) => {
      let sum = 0;
      for (let n = 0; n < STEPS; n += 1)
        sum += await step.run(`s${n}`, () => {
          executed.push(`${event.data.n}.${n}`);
          return n;
        });
      return sum;
    }),
  ];
  let runner = await start();
  const client = app.connect(runner.url, functionsOf);
  await until("registration", async () => {
    const { rows } = await database.owner.query("SELECT 1 FROM jobs.function WHERE id = 'sample-long-chain'");
    return rows.length;
  });
  await client.send(Array.from({ length: RUNS }, (_, n) => ({ name: "long/go", data: { n } })));
  for (const enough of [3, 11, 20]) {
    await until(`${enough} executions`, () => executed.length >= enough);
    await runner.kill();
    runner = await start();
    app.connect(runner.url, functionsOf);
  }
  const runs = await until("all ends", async () => {
    const { rows } = await database.owner.query(
      "SELECT output FROM jobs.run WHERE function_id = 'sample-long-chain' AND status = 'Completed'",
    );
    return rows.length === RUNS ? rows : null;
  });
  expect(runs.map((run) => run.output)).toEqual(Array(RUNS).fill(15));
  expect(new Set(executed).size).toBe(RUNS * STEPS);
  const { rows } = await database.owner.query(
    "SELECT count(*)::int AS n, count(DISTINCT position)::int AS positions FROM jobs.step JOIN jobs.run ON run.id = run_id WHERE function_id = 'sample-long-chain' GROUP BY run_id",
  );
  expect(rows).toEqual(Array(RUNS).fill({ n: STEPS, positions: STEPS }));
});
