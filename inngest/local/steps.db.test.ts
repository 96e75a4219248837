import { type Inngest, NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Harness, startHarness } from "./testing/harness";
import { until } from "./testing/until";

let harness: Harness;
const seen: string[] = [];

const functionsOf = (client: Inngest) => {
  const child = client.createFunction({ id: "child", triggers: { event: "child/run" } }, ({ event }) => ({
    doubled: event.data.n * 2,
  }));
  const badChild = client.createFunction(
    { id: "bad-child", retries: 0, triggers: { event: "bad/child" } },
    () => {
      throw new NonRetriableError("child broke");
    },
  );
  const slowChild = client.createFunction(
    { id: "slow-child", triggers: { event: "slow/child" } },
    async ({ step }) => {
      await step.sleep("long", "1h");
    },
  );
  let flaky = 0;
  return [
    child,
    badChild,
    slowChild,
    client.createFunction({ id: "main", retries: 3, triggers: { event: "main/run" } }, async ({ step }) => {
      const a = await step.run("a", () => ({ v: 1, nul: "\u0000", deep: [null, 1.5, { x: "é" }] }));
      const b = await step.run("flaky", () => {
        flaky += 1;
        if (flaky < 2) throw new RetryAfterError("try later", 0);
        return "ok";
      });
      await step.sleep("nap", "1s");
      const [p, q] = await Promise.all([step.run("p", () => "P"), step.run("q", () => "Q")]);
      const inv = await step.invoke("inv", { function: child, data: { n: 21 } });
      const sent = await step.sendEvent("emit", { name: "child/run", data: { n: 1 } });
      const w = await step.waitForEvent("wait", { event: "main/go", timeout: "20s", match: "data.id" });
      let caught = "";
      try {
        await step.run("bad", () => {
          throw new NonRetriableError("bad!");
        });
      } catch (error) {
        caught = (error as Error).message;
      }
      await step.sleepUntil("past", new Date(0));
      return { a, b, p, q, inv, sent: sent.ids.length, w: w?.data, caught };
    }),
    client.createFunction(
      {
        id: "failing",
        retries: 2,
        triggers: { event: "fail/me" },
        onFailure: ({ event, error }) => {
          seen.push(`onFailure ${error.message} ${event.data.function_id} ${event.data.event.name}`);
        },
      },
      async ({ step, attempt, maxAttempts }) => {
        await step.run("x", () => {
          seen.push(`attempt ${attempt} of ${maxAttempts}`);
          throw new Error("nope");
        });
      },
    ),
    client.createFunction({ id: "outer", retries: 1, triggers: { event: "outer/go" } }, ({ attempt }) => {
      if (attempt === 0) throw new Error("once");
      return attempt;
    }),
    client.createFunction({ id: "waits", triggers: { event: "waits/go" } }, async ({ step }) => {
      const [timedOut, bad, unknown, slow] = await Promise.all([
        step.waitForEvent("never", { event: "never/comes", timeout: "1s" }),
        step.invoke("bad", { function: badChild, data: {} }).catch((error: Error) => error.message),
        step
          .invoke("unknown", {
            function: client.createFunction({ id: "absent", triggers: [] }, () => null),
            data: {},
          })
          .catch((error: Error) => error.message),
        step
          .invoke("slow", { function: slowChild, data: {}, timeout: "1s" })
          .catch((error: Error) => error.message),
      ]);
      return { timedOut, bad, unknown, slow };
    }),
    client.createFunction({ id: "race", triggers: { event: "race/go" } }, async ({ step, group }) => {
      const winner = await group.parallel(() =>
        Promise.race([
          step.run("fast", () => "fast"),
          step.waitForEvent("lame", { event: "lame/comes", timeout: "1h" }).then(() => "slow"),
        ]),
      );
      return step.run("after", () => {
        seen.push("after the race");
        return `after ${winner}`;
      });
    }),
    client.createFunction(
      { id: "old-parallel", optimizeParallelism: false, triggers: { event: "old/go" } },
      async ({ step }) => {
        const chain = async (name: string) => {
          const first = await step.run(`${name}1`, () => {
            seen.push(`old ${name}1`);
            return name;
          });
          return step.run(`${name}2`, () => {
            seen.push(`old ${name}2`);
            return first + first;
          });
        };
        return Promise.all([chain("a"), chain("b"), chain("c")]);
      },
    ),
    client.createFunction({ id: "signal", triggers: { event: "signal/go" } }, async ({ step }) => {
      await step.waitForSignal("sig", { signal: "s", timeout: "1h", onConflict: "fail" });
    }),
    client.createFunction(
      {
        id: "cancelled",
        triggers: { event: "cancel/run" },
        cancelOn: [{ event: "cancel/stop", match: "data.id" }],
      },
      async ({ step }) => {
        await step.sleep("long", "1h");
      },
    ),
    client.createFunction(
      {
        id: "watch",
        triggers: {
          event: "inngest/function.finished",
          if: "event.data.function_id == 'sample-outer' || event.data.function_id == 'sample-cancelled'",
        },
      },
      ({ event }) => {
        seen.push(`finished ${event.data.function_id}`);
      },
    ),
    client.createFunction(
      { id: "picky", triggers: { event: "picky/go", if: "event.data.n > 5" } },
      () => "picked",
    ),
  ];
};

beforeAll(async () => {
  harness = await startHarness(functionsOf);
});
afterAll(() => harness?.close());

it("runs steps, a retry, a sleep, parallel steps, an invocation, a sent event, a wait and a caught error", async () => {
  await harness.client.send({ name: "main/run", data: { id: "x1" } });
  await until("the wait", async () => {
    const { rowCount } = await harness.database.owner.query(
      "SELECT 1 FROM jobs.step WHERE wait_event = 'main/go' AND position IS NULL",
    );
    return rowCount;
  });
  await harness.client.send([
    { name: "main/go", data: { id: "other" } },
    { name: "main/go", data: { id: "x1", ok: true } },
  ]);
  const [run] = await harness.ended("main");
  expect(run).toMatchObject({
    status: "Completed",
    output: {
      a: { v: 1, nul: "\u0000", deep: [null, 1.5, { x: "é" }] },
      b: "ok",
      p: "P",
      q: "Q",
      inv: { doubled: 42 },
      sent: 1,
      w: { id: "x1", ok: true },
      caught: "bad!",
    },
  });
  const children = await harness.ended("child", 2);
  expect(children.map((child) => child.output)).toEqual([{ doubled: 42 }, { doubled: 2 }]);
});

it("retries a step as often as it may, then fails the run and calls onFailure", async () => {
  await harness.client.send({ name: "fail/me", data: {} });
  const [run] = await harness.ended("failing");
  expect(run).toMatchObject({ status: "Failed", output: { name: "Error", message: "nope" } });
  await until("onFailure", () => seen.some((entry) => entry.startsWith("onFailure")));
  expect(seen.filter((entry) => entry.startsWith("attempt"))).toEqual([
    "attempt 0 of 3",
    "attempt 1 of 3",
    "attempt 2 of 3",
  ]);
  expect(seen).toContain("onFailure nope sample-failing fail/me");
});

it("retries a function that throws outside its steps, and announces its end", async () => {
  await harness.client.send({ name: "outer/go", data: {} });
  const [run] = await harness.ended("outer");
  expect(run).toMatchObject({ status: "Completed", output: 1 });
  await until("the announcement", () => seen.includes("finished sample-outer"));
});

it("times out waits and invocations, and hands on what an invoked function failed with", async () => {
  await harness.client.send({ name: "waits/go", data: {} });
  const [run] = await harness.ended("waits");
  expect(run?.output).toEqual({
    timedOut: null,
    bad: "child broke",
    unknown: "could not find function with ID: sample-absent",
    slow: "Timed out waiting for invoked function to complete",
  });
});

it("goes on after the first of racing steps", async () => {
  await harness.client.send({ name: "race/go", data: {} });
  await until("the step after the race", () => seen.includes("after the race"));
  // The SDK does not report the result while a step it has started is open.
  await harness.client.send({ name: "lame/comes", data: {} });
  const [run] = await harness.ended("race");
  expect(run).toMatchObject({ status: "Completed", output: "after fast" });
});

it("serves functions without optimised parallelism, running each step once", async () => {
  await harness.client.send({ name: "old/go", data: {} });
  const [run] = await harness.ended("old-parallel");
  expect(run?.output).toEqual(["aa", "bb", "cc"]);
  const steps = seen.filter((entry) => entry.startsWith("old ")).sort();
  expect(steps).toEqual(["old a1", "old a2", "old b1", "old b2", "old c1", "old c2"]);
});

it("fails a run that uses an opcode it does not support, and names it", async () => {
  await harness.client.send({ name: "signal/go", data: {} });
  const [run] = await harness.ended("signal");
  expect(run?.status).toBe("Failed");
  expect((run?.output as Error | undefined)?.message).toContain('"WaitForSignal"');
});

it("cancels the runs that a cancelling event matches, and no other", async () => {
  await harness.client.send([
    { name: "cancel/run", data: { id: 1 } },
    { name: "cancel/run", data: { id: 2 } },
  ]);
  await until("both sleep", async () => {
    const { rows } = await harness.database.owner.query(
      "SELECT 1 FROM jobs.step JOIN jobs.run ON run.id = run_id WHERE function_id = 'sample-cancelled' AND op = 'Sleep'",
    );
    return rows.length === 2;
  });
  await harness.client.send({ name: "cancel/stop", data: { id: 2 } });
  await until("the announcement", () => seen.includes("finished sample-cancelled"));
  const runs = await harness.runs("cancelled");
  expect(runs.map((run) => [run.events[0]?.data.id, run.status])).toEqual([
    [1, "Running"],
    [2, "Cancelled"],
  ]);
});

it("starts a function only when its trigger's expression holds", async () => {
  await harness.client.send([
    { name: "picky/go", data: { n: 5 } },
    { name: "picky/go", data: {} },
    { name: "picky/go", data: { n: 6 } },
  ]);
  const runs = await harness.ended("picky");
  expect(runs.map((run) => run.events[0]?.data)).toEqual([{ n: 6 }]);
});
