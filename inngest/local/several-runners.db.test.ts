import type { Inngest } from "inngest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { prune } from "./prune";
import { type Runner, startRunner } from "./runner";
import { openStore } from "./store";
import { type Harness, startHarness } from "./testing/harness";
import { until } from "./testing/until";

const RUNS = 20;
const LEASE_MS = 1500;
let harness: Harness;
let second: Runner;
const executed: string[] = [];
let release: () => void = () => undefined;

beforeAll(async () => {
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  harness = await startHarness(
    (client: Inngest) => [
      client.createFunction({ id: "many", triggers: { event: "many/go" } }, async ({ event, step }) => {
        const n = event.data.n as number;
        await Promise.all(
          ["a", "b"].map((name) =>
            step.run(name, () => {
              executed.push(`${n}${name}`);
            }),
          ),
        );
        await step.run("c", () => {
          executed.push(`${n}c`);
        });
      }),
      client.createFunction({ id: "long", triggers: { event: "long/go" }, retries: 0 }, async ({ step }) => {
        await step.run("longer than the lease", async () => {
          executed.push("long");
          await gate;
        });
      }),
      client.createFunction({ id: "no-retry", triggers: { event: "down/go" }, retries: 0 }, () => "reached"),
    ],
    { leaseMs: LEASE_MS },
  );
  second = await startRunner(harness.settings, () => undefined);
});
afterAll(async () => {
  await second?.stop();
  await harness?.close();
});

it("two runners do every step once, also one that outlasts many leases", async () => {
  await harness.client.send({ name: "long/go", data: {} });
  await until("the long step", () => executed.includes("long"));
  const { rows } = await harness.database.owner.query<{ until: Date }>(
    "SELECT lease_until AS until FROM jobs.task",
  );
  await harness.client.send(Array.from({ length: RUNS }, (_, n) => ({ name: "many/go", data: { n } })));
  await harness.ended("many", RUNS);
  await until("renewals past the first lease", async () => {
    const later = await harness.database.owner.query<{ until: Date }>(
      "SELECT lease_until AS until FROM jobs.task",
    );
    return (later.rows[0]?.until.getTime() ?? 0) - (rows[0]?.until.getTime() ?? 0) > 1.5 * LEASE_MS;
  });
  release();
  expect((await harness.ended("long"))[0]?.status).toBe("Completed");
  expect([...executed].sort()).toEqual(
    ["long", ...Array.from({ length: RUNS }, (_, n) => [`${n}a`, `${n}b`, `${n}c`]).flat()].sort(),
  );
});

it("a call that never reaches the app costs no attempt: the run waits until the app is back", async () => {
  const { port } = new URL(harness.app.url);
  await harness.app.pause();
  await fetch(`${harness.runner.url}/e/${harness.settings.eventKey}`, {
    method: "POST",
    body: JSON.stringify({ name: "down/go" }),
  });
  await until("the call is put back", () => harness.logged.some((line) => line.includes("does not answer")));
  expect((await harness.runs("no-retry"))[0]?.status ?? "Scheduled").not.toBe("Failed");
  await harness.app.resume(Number(port));
  const [run] = await harness.ended("no-retry");
  expect(run).toMatchObject({ status: "Completed", output: "reached" });
});

it("forgets runs seven days after their end, and nothing younger", async () => {
  const store = openStore(harness.settings.databaseUrl, () => undefined);
  await harness.database.owner.query(
    "UPDATE jobs.run SET ended_at = now() - interval '8 days' WHERE function_id = 'sample-many'",
  );
  await prune(store);
  await store.close();
  expect(await harness.runs("many")).toHaveLength(0);
  expect(await harness.runs("long")).toHaveLength(1);
  const { rows } = await harness.database.owner.query(
    "SELECT DISTINCT function_id FROM jobs.step JOIN jobs.run ON run.id = run_id",
  );
  expect(rows.map((row) => row.function_id)).not.toContain("sample-many");
});
