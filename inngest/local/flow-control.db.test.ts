import type { Inngest } from "inngest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Harness, startHarness } from "./testing/harness";
import { until } from "./testing/until";

let harness: Harness;
const spans: { key: string; from: number; to: number }[] = [];
const release = new Map<string, () => void>();

const held = (name: string) =>
  new Promise<void>((resolve) => {
    release.set(name, resolve);
  });

const functionsOf = (client: Inngest) => [
  client.createFunction(
    {
      id: "one-at-a-time",
      triggers: { event: "lane/go" },
      concurrency: { limit: 1, key: "event.data.lane" },
    },
    async ({ event, step }) => {
      for (const name of ["s1", "s2"])
        await step.run(name, async () => {
          const span = { key: event.data.lane as string, from: performance.now(), to: 0 };
          spans.push(span);
          if (event.data.hold && name === "s1") await held(`${event.data.lane}`);
          span.to = performance.now();
        });
    },
  ),
  client.createFunction(
    { id: "once-per-key", triggers: { event: "once/go" }, idempotency: "event.data.key" },
    ({ event }) => event.data.key,
  ),
  client.createFunction(
    { id: "newest", triggers: { event: "newest/go" }, debounce: { period: "1s", key: "event.data.key" } },
    ({ event }) => event.data.n,
  ),
  client.createFunction(
    { id: "patient", triggers: { event: "patient/go" }, debounce: { period: "7d", timeout: "1s" } },
    ({ event }) => event.data.n,
  ),
  client.createFunction(
    {
      id: "limited",
      triggers: { event: "limited/go" },
      rateLimit: { limit: 2, period: "1h", key: "event.data.key" },
    },
    () => null,
  ),
  client.createFunction(
    { id: "spaced", triggers: { event: "spaced/go" }, throttle: { limit: 2, period: "2s" } },
    () => null,
  ),
  client.createFunction(
    { id: "batched", triggers: { event: "batched/go" }, batchEvents: { maxSize: 3, timeout: "1s" } },
    ({ events }) => events.map((event) => event.data.n),
  ),
  client.createFunction(
    { id: "single-skip", triggers: { event: "skip/go" }, singleton: { mode: "skip", key: "event.data.key" } },
    async ({ step }) => {
      await step.waitForEvent("end", { event: "skip/end", timeout: "1h" });
    },
  ),
  client.createFunction(
    { id: "single-cancel", triggers: { event: "replace/go" }, singleton: { mode: "cancel" } },
    async ({ step }) => {
      await step.waitForEvent("end", { event: "replace/end", timeout: "1h" });
    },
  ),
  client.createFunction(
    {
      id: "late-start",
      triggers: { event: "late/go" },
      timeouts: { start: "1s" },
      concurrency: { limit: 1 },
    },
    async ({ step }) => {
      await step.run("hold", () => held("late"));
    },
  ),
  client.createFunction(
    { id: "late-finish", triggers: { event: "endless/go" }, timeouts: { finish: "1s" } },
    async ({ step }) => {
      await step.sleep("long", "1h");
    },
  ),
  client.createFunction(
    { id: "urgent", triggers: { event: "urgent/go" }, priority: { run: "10" } },
    () => "done",
  ),
];

const send = (name: string, ...data: Record<string, unknown>[]) =>
  harness.client.send(data.map((one) => ({ name, data: one })));

beforeAll(async () => {
  harness = await startHarness(functionsOf);
});
afterAll(() => harness?.close());

it("concurrency: steps of one key never overlap, another key is not held up", async () => {
  await send("lane/go", { lane: "a", hold: true });
  await until("a executes", () => release.get("a"));
  await send("lane/go", { lane: "a" }, { lane: "b" });
  await until("b is through", async () => (await harness.runs("one-at-a-time"))[2]?.status === "Completed");
  expect((await harness.runs("one-at-a-time"))[1]?.status).toBe("Scheduled");
  release.get("a")?.();
  await harness.ended("one-at-a-time", 3);
  const lane = spans.filter((span) => span.key === "a").sort((x, y) => x.from - y.from);
  expect(lane).toHaveLength(4);
  for (const [index, span] of lane.entries()) {
    const next = lane[index + 1];
    if (next) expect(span.to).toBeLessThanOrEqual(next.from);
  }
});

it("idempotency: one run per key", async () => {
  await send("once/go", { key: 1 }, { key: 1 }, { key: 2 });
  await send("once/go", { key: 1 });
  await send("urgent/go", {});
  await harness.ended("urgent");
  const runs = await harness.ended("once-per-key", 2);
  expect(runs.map((run) => run.output)).toEqual([1, 2]);
  expect(harness.logged.join()).toContain("priority is ignored");
});

it("debounce: the newest event of each key after the period, or after the timeout", async () => {
  await send("newest/go", { key: "a", n: 1 }, { key: "b", n: 2 }, { key: "a", n: 3 });
  await send("patient/go", { n: 1 });
  await send("patient/go", { n: 2 });
  const runs = await harness.ended("newest", 2);
  expect(runs.map((run) => run.output).sort()).toEqual([2, 3]);
  const patient = await harness.ended("patient");
  expect(patient.map((run) => run.output)).toEqual([2]);
});

it("rateLimit: drops what is over the limit of its key", async () => {
  await send("limited/go", { key: 1 }, { key: 1 }, { key: 1 }, { key: 2 });
  expect(await harness.ended("limited", 3)).toHaveLength(3);
});

it("throttle: starts runs apart, losing none", async () => {
  await send("spaced/go", {}, {}, {});
  const runs = await harness.ended("spaced", 3);
  const sent = Math.min(...runs.map((run) => run.created_at.getTime()));
  const starts = runs.map((run) => (run.started_at?.getTime() ?? 0) - sent).sort((a, b) => a - b);
  // On a busy machine any of them may start later than it might, so it is not from one start to the next that tells.
  expect(starts[1]).toBeGreaterThan(990);
  expect(starts[2]).toBeGreaterThan(1990);
});

it("batchEvents: a full batch at once, the rest after the timeout", async () => {
  await send("batched/go", { n: 1 }, { n: 2 }, { n: 3 }, { n: 4 });
  const runs = await harness.ended("batched", 2);
  expect(runs.map((run) => run.output)).toEqual([[1, 2, 3], [4]]);
});

it("singleton: skips the second or cancels the first", async () => {
  await send("skip/go", { key: 1 }, { key: 1 }, { key: 2 });
  await send("replace/go", { n: 1 }, { n: 2 });
  const replaced = await until("the first is cancelled", async () => {
    const runs = await harness.runs("single-cancel");
    return runs.length === 2 && runs[0]?.status === "Cancelled" && runs[1]?.status === "Running"
      ? runs
      : null;
  });
  expect(replaced).toHaveLength(2);
  expect((await harness.runs("single-skip")).map((run) => run.events[0]?.data.key)).toEqual([1, 2]);
});

it("timeouts: cancels a run that has not started, or not finished, in time", async () => {
  await send("endless/go", {});
  await send("late/go", {});
  await until("the first holds the place", () => release.get("late"));
  await send("late/go", {});
  await until(
    "the second is cancelled",
    async () => (await harness.runs("late-start"))[1]?.status === "Cancelled",
  );
  release.get("late")?.();
  expect((await harness.ended("late-start", 2)).map((run) => run.status)).toEqual(["Completed", "Cancelled"]);
  expect((await harness.ended("late-finish")).map((run) => run.status)).toEqual(["Cancelled"]);
});
