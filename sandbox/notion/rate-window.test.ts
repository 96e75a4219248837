import { Client } from "@notionhq/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "./testing/harness";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

describe("the window of a connection", () => {
  it("lets a burst through, then says 429 with the seconds to wait, in header and body", async () => {
    harness.control("set-limits", { perMinute: 5 });
    for (let at = 0; at < 5; at++) await harness.notion.users.me({});
    harness.clock.advance(20_500);
    const limited = await harness.raw("GET", "/v1/users/me");
    expect(limited).toMatchObject({
      status: 429,
      body: {
        code: "rate_limited",
        additional_data: { rate_limit_reason: "public_api_request_rate_limit", retry_after: "40" },
      },
    });
    expect(limited.headers.get("retry-after")).toBe("40");
    const other = harness.control("create-workspace-token");
    await harness.client(String(other.token)).users.me({});
    harness.clock.advance(40_000);
    await harness.notion.users.me({});
  });

  it("is 180 by default", async () => {
    const plain = await startHarness({ perMinute: 180 });
    const answers = await Promise.all(Array.from({ length: 190 }, () => plain.raw("GET", "/v1/users/me")));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(180);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(10);
    await plain.stop();
  });

  it("is waited out by the client's own retries", async () => {
    harness.control("fault", { kind: "429", retryAfter: 0 });
    const client = new Client({
      auth: harness.token,
      baseUrl: harness.url,
      notionVersion: "2026-03-11",
      retry: { maxRetries: 1, initialRetryDelayMs: 1, maxRetryDelayMs: 1 },
      logger: () => undefined,
    });
    await client.users.me({});
    expect(harness.control("counts").requests).toEqual({ "GET /v1/users/me": 2 });
  });
});

describe("other budgets", () => {
  const ask = (path = "/v1/users/me", headers: Record<string, string> = {}) =>
    harness.raw("GET", path, undefined, headers);
  const reasonOf = ({ body }: { body: Record<string, unknown> }) =>
    (body.additional_data as { rate_limit_reason?: string } | undefined)?.rate_limit_reason;

  it("the workspace's is shared by its connections, and is waited for longer than a minute", async () => {
    harness.control("set-limits", { workspaceBudget: 3 });
    const other = String(harness.control("create-workspace-token").token);
    await ask();
    await ask("/v1/users/me", { authorization: `Bearer ${other}` });
    await ask();
    const limited = await ask("/v1/users/me", { authorization: `Bearer ${other}` });
    expect(limited.status).toBe(429);
    expect(reasonOf(limited)).toBe("public_api_space_request_rate_limit");
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(60);
    harness.clock.advance(60_000);
    expect((await ask()).status).toBe(429);
    harness.clock.advance(240_000);
    expect((await ask()).status).toBe(200);
  });

  it("an endpoint's leaves the others alone, and what it refuses costs the connection nothing", async () => {
    harness.control("set-limits", { endpointBudget: 2, perMinute: 4 });
    const statuses = [];
    for (let at = 0; at < 5; at++) statuses.push((await ask()).status);
    expect(statuses).toEqual([200, 200, 429, 429, 429]);
    expect(reasonOf(await ask())).toBe("public_api_endpoint_rate_limit");
    expect([(await ask("/v1/users")).status, (await ask("/v1/users")).status]).toEqual([200, 200]);
    expect(reasonOf(await ask("/v1/users"))).toBe("public_api_request_rate_limit");
    harness.control("set-limits", { endpointBudget: null });
    expect(() => harness.control("set-limits", { endpointBudget: "2" })).toThrow(/number or null/);
    expect(() => harness.control("set-limits", { perMinute: null })).toThrow(/is a number/);
  });

  it("a blocked connection is refused without a time to wait, until it is let in again", async () => {
    const { connectionId } = harness;
    harness.control("block-connection", { connectionId });
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(reasonOf(refused)).toBe("public_api_request_blocked");
    expect(refused.headers.get("retry-after")).toBeNull();
    harness.clock.advance(3_600_000);
    expect((await ask()).status).toBe(429);
    harness.control("unblock-connection", { connectionId });
    expect((await ask()).status).toBe(200);
    expect(() => harness.control("block-connection", { connectionId: "x" })).toThrow(/no connection/);
  });
});
