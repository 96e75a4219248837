import type { Inngest } from "inngest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LIMITS } from "./limits";
import { type Harness, startHarness } from "./testing/harness";
import { until } from "./testing/until";

const MB = 1024 * 1024;
let harness: Harness;

const functionsOf = (client: Inngest) => [
  client.createFunction({ id: "big-step", retries: 0, triggers: { event: "big/step" } }, async ({ step }) => {
    await step.run("big", () => "x".repeat(LIMITS.stepOutputBytes));
  }),
  client.createFunction({ id: "big-result", retries: 0, triggers: { event: "big/result" } }, () =>
    "x".repeat(LIMITS.stepOutputBytes),
  ),
  client.createFunction({ id: "wide", triggers: { event: "wide/go" } }, async ({ step }) => {
    await Promise.all(Array.from({ length: LIMITS.stepsPerRun + 1 }, (_, n) => step.run(`s${n}`, () => n)));
  }),
  client.createFunction({ id: "widening", triggers: { event: "widening/go" } }, async ({ step }) => {
    await step.run("first", () => 0);
    await Promise.all(Array.from({ length: LIMITS.stepsPerRun }, (_, n) => step.run(`s${n}`, () => n)));
  }),
  client.createFunction({ id: "deep", triggers: { event: "deep/go" } }, async ({ step }) => {
    await step.waitForEvent("w", { event: "deep/on", timeout: "1h" });
    return "one more call";
  }),
  client.createFunction({ id: "heavy", triggers: { event: "heavy/go" } }, async ({ step, event, events }) => {
    const sizes: number[] = [];
    for (let n = 0; n < (event.data.steps as number); n += 1)
      sizes.push((await step.run(`s${n}`, () => "y".repeat(3.8 * MB))).length);
    return { steps: sizes.length, events: events.length };
  }),
];

beforeAll(async () => {
  // Large states keep this one process busy for longer than the short lease of the other tests.
  harness = await startHarness(functionsOf, { leaseMs: 15_000 });
});
afterAll(() => harness?.close());

const messageOf = async (functionId: string) => {
  const [run] = await harness.ended(functionId);
  expect(run?.status).toBe("Failed");
  return (run?.output as Error | undefined)?.message;
};

it("fails a run whose step or result is over 4 MB", async () => {
  await harness.client.send([
    { name: "big/step", data: {} },
    { name: "big/result", data: {} },
  ]);
  expect(await messageOf("big-step")).toBe("step output size is greater than the limit");
  expect(await messageOf("big-result")).toBe("step output size is greater than the limit");
});

it("fails a run over 1,000 steps, planned at once or one after another", async () => {
  await harness.client.send([
    { name: "wide/go", data: {} },
    { name: "widening/go", data: {} },
    { name: "deep/go", data: {} },
  ]);
  const message = "The function run exceeded the step limit of 1000 steps.";
  expect(await messageOf("wide")).toBe(message);
  expect(await messageOf("widening")).toBe(message);
  const { owner } = harness.database;
  await until(
    "the wait",
    async () => (await owner.query("SELECT 1 FROM jobs.step WHERE wait_event = 'deep/on'")).rowCount,
  );
  await owner.query("UPDATE jobs.run SET step_count = 999 WHERE function_id = 'sample-deep'");
  await harness.client.send({ name: "deep/on", data: {} });
  expect(await messageOf("deep")).toBe(message);
});

it("lets the SDK fetch a state that is too large to send along, and fails a run over 32 MB", async () => {
  await harness.client.send({ name: "heavy/go", data: { steps: 3 } });
  const [small] = await harness.ended("heavy");
  expect(small?.output).toEqual({ steps: 3, events: 1 });
  const bodies = harness.app.exchanges.flatMap((one) => (one.url.includes("heavy") ? [one.body] : []));
  expect(bodies.at(-1)).toMatchObject({ use_api: true, steps: {}, events: [], ctx: { use_api: true } });
  await harness.client.send({ name: "heavy/go", data: { steps: 9 } });
  const runs = await harness.ended("heavy", 2);
  expect(runs[1]).toMatchObject({
    status: "Failed",
    output: { message: `The function run exceeded the state size limit of ${32 * MB} bytes.` },
  });
});
