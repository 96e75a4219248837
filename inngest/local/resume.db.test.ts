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
  const functionsOf = (client: import("inngest").Inngest) => [
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
