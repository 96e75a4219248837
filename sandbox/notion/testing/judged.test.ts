import { expect, it } from "vitest";
import { json, type SandboxRequest } from "../../server";
import { loadContract } from "./contract";
import { startHarness } from "./harness";
import { judged } from "./judged";

const ID = "00000000-0000-4000-8000-000000000000";
const asked = (path: string, version = "2026-03-11"): SandboxRequest => ({
  method: "GET",
  url: new URL(path, "http://sandbox.local"),
  headers: { "notion-version": version },
  body: Buffer.alloc(0),
});

it.skipIf(loadContract() === null)("an answer that the document does not allow is noticed", async () => {
  const harness = await startHarness();
  const { body } = await harness.raw("GET", "/v1/users/me");
  await harness.stop();
  const breachesOf = async (status: number, answer: unknown, path = "/v1/users/me") => {
    const { handle, breaches } = judged(() => json(status, answer));
    await handle(asked(path));
    return breaches;
  };
  expect(await breachesOf(200, body)).toEqual([]);
  expect(await breachesOf(200, { ...body, surprise: true })).not.toEqual([]);
  expect(await breachesOf(200, { object: "page", id: ID }, `/v1/pages/${ID}`)).toEqual([]);
  expect(await breachesOf(200, { object: "page", id: "x" }, `/v1/pages/${ID}`)).not.toEqual([]);
  expect(await breachesOf(200, {}, "/v1/nowhere")).toEqual([
    "GET /v1/nowhere 200: no operation GET /v1/nowhere\n{}",
  ]);
  const error = { object: "error", status: 404, code: "object_not_found", message: "m", request_id: ID };
  expect(await breachesOf(404, error)).toEqual([]);
  expect(await breachesOf(404, { ...error, code: "made_up" })).not.toEqual([]);
  expect(await breachesOf(529, { nothing: "known" })).toEqual([]);
});

it.skipIf(loadContract() === null)("`archived` is of the older version alone", async () => {
  const harness = await startHarness();
  const page = await harness.notion.search({ filter: { property: "object", value: "page" } });
  await harness.stop();
  const old = { ...page.results[0], archived: false };
  for (const [version, count] of [
    ["2025-09-03", 0],
    ["2026-03-11", 1],
  ] as const) {
    const { handle, breaches } = judged(() => json(200, old));
    await handle(asked(`/v1/pages/${ID}`, version));
    expect(breaches.length > 0).toBe(count > 0);
  }
});
