import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Inngest, NonRetriableError, RetryAfterError } from "inngest";
import { describe, expect, it } from "vitest";
import { hashedSigningKey } from "./signature";
import { type Harness, startHarness } from "./testing/harness";
import { SIGNING_KEY } from "./testing/loopback-app";
import { type Recorded, recordedTraffic, shapeOf } from "./testing/recorded-traffic";
import { until } from "./testing/until";

const recorded = recordedTraffic();

/** The functions of the app that was recorded. */
const functionsOf = (client: Inngest) => {
  let flaky = 0;
  const child = client.createFunction({ id: "child", triggers: { event: "child/run" } }, ({ event }) => ({
    doubled: event.data.n * 2,
  }));
  return [
    child,
    client.createFunction(
      { id: "failing", retries: 1, triggers: { event: "fail/me" }, onFailure: () => undefined },
      async ({ step }) => {
        await step.run("x", () => {
          throw new NonRetriableError("nope");
        });
      },
    ),
    client.createFunction(
      {
        id: "main",
        retries: 3,
        triggers: [{ event: "main/run" }],
        concurrency: { limit: 2, key: "event.data.org" },
        cancelOn: [{ event: "main/cancel", match: "data.id" }],
      },
      async ({ step }) => {
        const a = await step.run("a", () => ({ v: 1 }));
        const b = await step.run("flaky", () => {
          flaky += 1;
          if (flaky < 2) throw new RetryAfterError("try later", 0);
          return "ok";
        });
        await step.sleep("nap", "1s");
        const [p, q] = await Promise.all([step.run("p", () => "P"), step.run("q", () => "Q")]);
        const inv = await step.invoke("inv", { function: child, data: { n: 21 } });
        await step.sendEvent("emit", { name: "child/run", data: { n: 1 } });
        const w = await step.waitForEvent("wait", { event: "main/go", timeout: "10s", match: "data.id" });
        const caught = await step
          .run("bad", () => {
            throw new NonRetriableError("bad!");
          })
          .catch((error: Error) => error.message);
        return { a, b, p, q, inv, w: w?.data, caught };
      },
    ),
    client.createFunction({ id: "cron", triggers: { cron: "* * * * *" } }, () => undefined),
    client.createFunction(
      { id: "batch", batchEvents: { maxSize: 3, timeout: "2s" }, triggers: { event: "b/x" } },
      () => undefined,
    ),
    client.createFunction(
      { id: "deb", debounce: { period: "1s" }, triggers: { event: "d/x" } },
      () => undefined,
    ),
  ];
};

/**
 * Fields of the real server that the runner leaves out, and why:
 * - fn_id, qi_id switch SDK 4.24 to checkpointing, which needs endpoints that the runner does not have;
 * - isr and tc carry the real server's own tracing; the SDK does not read them.
 */
const LEFT_OUT = /^\.ctx\.(fn_id|qi_id):|\.data\._inngest\.(isr|tc)[.:]/;

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Which kind of request it is: registration, or a call of a function to discover or to run one step. */
function kindOf(request: Request): string {
  if (request.method === "PUT") return "PUT";
  const query = new URL(request.url, "http://app.local").searchParams;
  return `${query.get("fnId")} ${query.get("stepId") === "step" ? "discovers" : "runs a step"}`;
}

/** All fields, headers included, that requests of each kind have had. Ours are always signed; half the record is not. */
function shapesOf(requests: readonly Request[]): Record<string, string[]> {
  const shapes = new Map<string, Set<string>>();
  for (const request of requests) {
    const shape = shapeOf(request.body, "", shapes.get(kindOf(request)));
    for (const name of Object.keys(request.headers))
      if (/inngest-(?!signature)|trace|content-type|request-id/.test(name)) shape.add(`header ${name}`);
    shapes.set(kindOf(request), shape);
  }
  const plain = [...shapes].map(([kind, shape]) => [
    kind,
    [...shape].filter((field) => !LEFT_OUT.test(field)).sort(),
  ]);
  return Object.fromEntries(plain) as Record<string, string[]>;
}

async function exercise(harness: Harness): Promise<void> {
  const { owner } = harness.database;
  await harness.client.send([
    { name: "main/run", data: { id: "x1", org: "o1" } },
    { name: "fail/me", data: {} },
    ...[1, 2, 3].map(() => ({ name: "b/x", data: {} })),
    { name: "d/x", data: { n: 3 } },
  ]);
  await owner.query("UPDATE jobs.cron SET next_at = next_at - interval '1 minute'");
  await until(
    "the wait",
    async () => (await owner.query("SELECT 1 FROM jobs.step WHERE wait_event = 'main/go'")).rowCount,
  );
  await harness.client.send({ name: "main/go", data: { id: "x1", ok: true } });
  for (const id of ["main", "failing", "failing-failure", "cron", "batch", "deb"]) await harness.ended(id);
  await harness.ended("child", 2);
}

describe.skipIf(recorded === null)("traffic recorded from the real server", () => {
  const real = (recorded ?? []).filter(
    (one) =>
      one.headers["x-inngest-step-id"] !== undefined || one.headers["x-inngest-server-kind"] !== undefined,
  );

  it("has the same fields, of the same types, in the same places as ours", async () => {
    const harness = await startHarness(functionsOf, {}, "spike");
    try {
      await exercise(harness);
      expect(shapesOf(harness.app.exchanges)).toEqual(shapesOf(real));
      for (const one of harness.app.exchanges)
        expect(one.headers["x-inngest-signature"]).toMatch(/^t=\d+&s=[0-9a-f]{64}$/);
    } finally {
      await harness.close();
    }
  });

  it("has no kind of answer that we do not take", async () => {
    const kinds = new Map<string, Recorded>();
    for (const one of real)
      if (one.method === "POST")
        kinds.set(`${one.status} ${/"op":"(\w+)"/.exec(one.answerText)?.[1] ?? ""}`, one);
    for (const one of recorded ?? []) if (one.status === 401) kinds.set("401 ", one);
    const ended = await replay([...kinds.values()]);
    expect(Object.fromEntries([...kinds.keys()].map((kind, index) => [kind, ended[index]]))).toEqual({
      "206 StepError": "Completed",
      "206 StepRun": "Completed",
      "206 StepFailed": "Completed",
      "206 StepPlanned": "Completed",
      "206 Sleep": "Completed",
      "206 InvokeFunction": "Completed",
      "206 WaitForEvent": "Completed",
      "206 RunComplete": "Completed",
      "400 ": "Failed",
      "401 ": "Completed",
    });
  });
});

/** Serves each recorded answer once to a function of its own and "done" after it; how those functions' runs ended. */
async function replay(answers: readonly Recorded[]): Promise<string[]> {
  const served = new Set<string>();
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://app.local").searchParams;
    const [id, stepId] = [query.get("fnId") ?? "", query.get("stepId")];
    request.resume().on("end", () => {
      const answer = answers[Number(id.replace("replay-", ""))];
      if (answer && stepId !== "step") {
        response.writeHead(206).end(JSON.stringify([{ id: stepId, op: "StepRun", data: 1 }]));
      } else if (answer && !served.has(id)) {
        served.add(id);
        const { "x-inngest-signature": _oldKey, ...headers } = answer.answerHeaders;
        response.writeHead(answer.status, headers).end(answer.answerText);
      } else response.writeHead(200).end('"done"');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const harness = await startHarness(functionsOf, {}, "spike");
  try {
    const functions = answers.map((_, index) => ({
      id: `replay-${index}`,
      triggers: [{ event: "replay/go" }],
      steps: {
        step: { runtime: { type: "http", url: `${origin}/api/inngest?fnId=replay-${index}&stepId=step` } },
      },
    }));
    await fetch(`${harness.runner.url}/fn/register`, {
      method: "POST",
      headers: { authorization: `Bearer ${hashedSigningKey(SIGNING_KEY)}` },
      body: JSON.stringify({ url: `${origin}/api/inngest`, appName: "replay", sdk: "js:v4.24.0", functions }),
    });
    await harness.client.send({ name: "replay/go", data: { id: "x1" } });
    const { owner } = harness.database;
    await until(
      "the wait",
      async () => (await owner.query("SELECT 1 FROM jobs.step WHERE wait_event = 'main/go'")).rowCount,
    );
    await harness.client.send({ name: "main/go", data: { id: "x1" } });
    return await until("all ends", async () => {
      const { rows } = await owner.query<{ status: string; ended: boolean }>(
        `SELECT status, ended_at IS NOT NULL AS ended FROM jobs.run
         WHERE function_id LIKE 'replay-%' ORDER BY substr(function_id, 8)::int`,
      );
      const all = rows.length === answers.length && rows.every((row) => row.ended);
      return all ? rows.map((row) => row.status) : null;
    });
  } finally {
    await harness.close();
    server.closeAllConnections();
    server.close();
  }
}
