import type { Inngest } from "inngest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LIMITS } from "./limits";
import { hashedSigningKey } from "./signature";
import { type Harness, startHarness } from "./testing/harness";
import { EVENT_KEY, SIGNING_KEY } from "./testing/loopback-app";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness((client: Inngest) => [
    client.createFunction({ id: "echo", triggers: { event: "echo/go" } }, ({ event }) => event),
  ]);
});
afterAll(() => harness?.close());

const bearer = { authorization: `Bearer ${hashedSigningKey(SIGNING_KEY)}` };

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${harness.runner.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
const send = (body: unknown, headers: Record<string, string> = {}) =>
  ask("POST", `/e/${EVENT_KEY}`, body, headers);
const events = async () =>
  (await harness.database.owner.query("SELECT 1 FROM jobs.event WHERE name NOT LIKE 'inngest/%'")).rowCount;

it("answers /health and nothing it was not asked to have", async () => {
  expect((await ask("GET", "/health")).status).toBe(200);
  for (const path of ["/", "/dev", "/v1/runs", "/v1/checkpoint/x/async", "/e/"])
    expect((await ask("GET", path, undefined, bearer)).status).toBe(404);
  expect((await ask("POST", "/v1/signals", {}, bearer)).status).toBe(404);
});

it("refuses a wrong key, a reserved name, a malformed and an oversized event, and stores none of them", async () => {
  expect((await ask("POST", "/e/wrong", { name: "echo/go" })).status).toBe(401);
  expect(await send({ name: "inngest/function.invoked" })).toMatchObject({
    status: 400,
    body: { error: "event name is reserved for internal use: inngest/function.invoked" },
  });
  expect((await send("{")).status).toBe(400);
  expect((await send("17")).status).toBe(400);
  expect((await send([{ name: "echo/go" }, { data: {} }])).status).toBe(400);
  expect((await send({ name: "echo/go", data: { big: "x".repeat(LIMITS.eventBytes) } })).status).toBe(400);
  expect(await events()).toBe(0);
});

it("refuses registrations and queries without the signing key", async () => {
  const wrong = { authorization: "Bearer signkey-test-00" };
  expect((await ask("POST", "/fn/register", { functions: [] }, wrong)).status).toBe(401);
  expect((await ask("POST", "/fn/register", { functions: [] })).status).toBe(401);
  expect((await ask("GET", "/v0/runs/x/actions")).status).toBe(401);
  expect(await ask("POST", "/fn/register", { appName: "x" }, bearer)).toMatchObject({ status: 400 });
  const { rows } = await harness.database.owner.query("SELECT id FROM jobs.function WHERE NOT archived");
  expect(rows).toEqual([{ id: "sample-echo" }]);
});

it("takes an event once per id and once per repeated send, and shows its run", async () => {
  const first = await send({ name: "echo/go", id: "one", data: { n: 1 }, ts: 5 });
  const again = await send({ name: "echo/go", id: "one", data: { n: 2 } });
  expect(again.body).toEqual(first.body);
  const seed = { "x-inngest-event-id-seed": `1700000000000,${Buffer.alloc(10, 7).toString("base64")}` };
  const batch = [
    { name: "echo/go", data: {} },
    { name: "other", data: { _inngest: { fn_id: "x" }, kept: 1 } },
  ];
  const sent = await send(batch, seed);
  expect((await send(batch, seed)).body).toEqual(sent.body);
  expect(await harness.ended("echo", 2)).toHaveLength(2);
  expect(await events()).toBe(3);
  const { rows } = await harness.database.owner.query("SELECT payload FROM jobs.event WHERE name = 'other'");
  expect(rows[0].payload.data).toEqual({ kept: 1 });

  const [eventId] = first.body.ids as string[];
  const { body } = await ask("GET", `/v1/events/${eventId}/runs`, undefined, bearer);
  const [run] = body.data as Record<string, unknown>[];
  expect(run).toMatchObject({ function_id: "sample-echo", event_id: eventId, status: "Completed" });
  expect(run?.output).toEqual({ data: { n: 1 }, id: "one", name: "echo/go", ts: 5, user: {} });
  expect((await ask("GET", `/v1/runs/${run?.run_id}`, undefined, bearer)).body.data).toEqual(run);
  expect((await ask("GET", "/v1/runs/none", undefined, bearer)).status).toBe(404);
});

it("archives functions that the app no longer names", async () => {
  const url = "http://127.0.0.1:1/api/inngest";
  const body = { url, appName: "sample", sdk: "js:v4.24.0", functions: [] };
  expect((await ask("POST", "/fn/register", body, bearer)).body).toEqual({
    ok: true,
    status: 200,
    modified: true,
  });
  expect((await ask("POST", "/fn/register", body, bearer)).body).toEqual({
    ok: true,
    status: 200,
    modified: false,
  });
  const { rows } = await harness.database.owner.query("SELECT archived FROM jobs.function");
  expect(rows).toEqual([{ archived: true }]);
});

it("refuses functions whose schedule, expression or duration cannot be read, and says which", async () => {
  const step = { runtime: { type: "http", url: "http://127.0.0.1:1/" } };
  const good = { id: "f", triggers: [], steps: { step } };
  const refused = async (change: Record<string, unknown>) => {
    const body = {
      url: step.runtime.url,
      appName: "bad",
      sdk: "js:v4.24.0",
      functions: [{ ...good, ...change }],
    };
    const { status, body: answer } = await ask("POST", "/fn/register", body, bearer);
    return `${status} ${answer.error}`;
  };
  expect(await refused({ triggers: [{ cron: "61 * * * *" }] })).toContain(
    '400 Registration refused: "61 * * * *"',
  );
  expect(await refused({ triggers: [{ event: "a", expression: "event.(" }] })).toContain(
    "functions.0.triggers.0",
  );
  expect(await refused({ debounce: { period: "soon" } })).toContain("functions.0.debounce.period");
  const { rows } = await harness.database.owner.query("SELECT 1 FROM jobs.app WHERE name = 'bad'");
  expect(rows).toEqual([]);
});
