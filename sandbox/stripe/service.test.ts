import type { Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../clock";
import { serve } from "../server";
import type { SandboxService } from "../service";
import { Store } from "../store";
import { createStripeSandbox } from "./service";

let store: Store;
let clock: Clock;
let service: SandboxService;
let server: Server;
let url: string;

beforeEach(async () => {
  store = new Store(":memory:");
  clock = new Clock();
  service = createStripeSandbox({ store, clock });
  ({ server, url } = await serve(0, service.handle));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { readonly error?: Record<string, string> };
}

async function ask(
  method: string,
  path: string,
  form?: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: "Bearer sk_test_sandbox", ...headers },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Answer["body"],
  };
}

const idsOf = ({ body }: Answer) => (body.data as { id: string }[]).map(({ id }) => id);

describe("the pretended Stripe", () => {
  it("makes a customer and gives it back, with the request's id and the version asked for", async () => {
    const made = await ask(
      "POST",
      "/v1/customers",
      { email: "ada@example.com", "metadata[organization]": "o1" },
      { "stripe-version": "2026-10-28.endive" },
    );
    expect(made.status).toBe(200);
    expect(made.headers.get("request-id")).toMatch(/^req_\w+$/);
    expect(made.headers.get("stripe-version")).toBe("2026-10-28.endive");
    expect(made.body).toEqual({
      id: expect.stringMatching(/^cus_[0-9a-z]+$/),
      object: "customer",
      created: expect.any(Number),
      livemode: false,
      email: "ada@example.com",
      name: null,
      description: null,
      metadata: { organization: "o1" },
    });
    const found = await ask("GET", `/v1/customers/${made.body.id}`);
    expect(found.body).toEqual(made.body);
  });

  it("makes products, which need a name and know true from false", async () => {
    const made = await ask("POST", "/v1/products", { name: "Team", active: "false" });
    expect(made.body).toMatchObject({ object: "product", name: "Team", active: false, metadata: {} });
    const nameless = await ask("POST", "/v1/products", {});
    expect(nameless.status).toBe(400);
    expect(nameless.body.error).toMatchObject({ code: "parameter_missing", param: "name" });
    const unclear = await ask("POST", "/v1/products", { name: "Team", active: "perhaps" });
    expect(unclear.body.error).toMatchObject({ type: "invalid_request_error", param: "active" });
  });

  it("dates objects by the sandbox's clock", async () => {
    clock.advance(365 * 24 * 3_600_000);
    const { body } = await ask("POST", "/v1/customers", {});
    expect(body.created).toBeGreaterThan(Date.now() / 1000 + 364 * 24 * 3600);
  });

  it("lists newest first, ten at a time unless asked otherwise, page by page", async () => {
    const ids: unknown[] = [];
    for (let step = 0; step < 12; step++)
      ids.unshift((await ask("POST", "/v1/customers", { name: `c${step}` })).body.id);
    await ask("POST", "/v1/products", { name: "not a customer" });
    const first = await ask("GET", "/v1/customers");
    expect(first.body).toMatchObject({ object: "list", url: "/v1/customers", has_more: true });
    expect(idsOf(first)).toEqual(ids.slice(0, 10));
    const rest = await ask("GET", `/v1/customers?limit=5&starting_after=${ids[9]}`);
    expect(rest.body.has_more).toBe(false);
    expect(idsOf(rest)).toEqual(ids.slice(10));
    for (const wrong of ["limit=0", "limit=101", "limit=x", "starting_after=cus_none", "email=a"])
      expect((await ask("GET", `/v1/customers?${wrong}`)).status, wrong).toBe(400);
  });
});

describe("idempotency keys of the pretended Stripe", () => {
  const key = { "idempotency-key": "organization-1" };

  it("answers a repeated request from memory, also after a restart", async () => {
    const made = await ask("POST", "/v1/customers", { name: "once" }, key);
    expect(made.headers.get("idempotent-replayed")).toBeNull();
    const again = await ask("POST", "/v1/customers", { name: "once" }, key);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.body).toEqual(made.body);
    const restarted = createStripeSandbox({ store, clock });
    const { server: second, url: secondUrl } = await serve(0, restarted.handle);
    const later = await fetch(`${secondUrl}/v1/customers`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_sandbox", ...key },
      body: new URLSearchParams({ name: "once" }),
    });
    expect(await later.json()).toEqual(made.body);
    second.closeAllConnections();
    await new Promise((resolve) => second.close(resolve));
    expect(service.control("list", {})).toEqual({ objects: [made.body] });
  });

  it("refuses a key with other parameters and forgets it after a day", async () => {
    const made = await ask("POST", "/v1/customers", { name: "once" }, key);
    const other = await ask("POST", "/v1/customers", { name: "twice" }, key);
    expect(other.status).toBe(400);
    expect(other.body.error?.type).toBe("idempotency_error");
    clock.advance(24 * 3_600_000);
    const later = await ask("POST", "/v1/customers", { name: "twice" }, key);
    expect(later.status).toBe(200);
    expect(later.body.id).not.toBe(made.body.id);
  });

  it("does not remember a refused request, and means nothing on a GET", async () => {
    expect((await ask("POST", "/v1/products", {}, key)).status).toBe(400);
    expect((await ask("POST", "/v1/products", { name: "Team" }, key)).status).toBe(200);
    expect((await ask("GET", "/v1/products", undefined, key)).status).toBe(200);
  });
});

describe("what the pretended Stripe refuses", () => {
  it("anything without a key", async () => {
    const answer = await fetch(`${url}/v1/customers`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { type: "invalid_request_error" } });
  });

  it.each([
    ["POST", "/v1/subscriptions"],
    ["GET", "/v1/prices"],
    ["POST", "/v1/checkout/sessions"],
    ["DELETE", "/v1/customers"],
    ["DELETE", "/v1/products/prod_1"],
    ["POST", "/v1/customers/cus_1"],
    ["GET", "/v1/customers/"],
    ["GET", "/v1/customers/cus_1/sources"],
    ["GET", "/v2/core/events"],
    ["GET", "/v1/constructor"],
    ["GET", "/"],
  ])("%s %s, which it does not have", async (method, path) => {
    const answer = await ask(method, path);
    expect(answer.status).toBe(404);
    expect(answer.body.error).toEqual({
      type: "invalid_request_error",
      message: `Unrecognized request URL (${method}: ${path}).`,
    });
    expect(service.control("list", {})).toEqual({ objects: [] });
  });

  it("what is not there, unknown parameters and JSON", async () => {
    const missing = await ask("GET", "/v1/customers/cus_none");
    expect(missing.status).toBe(404);
    expect(missing.body.error).toMatchObject({ code: "resource_missing", param: "id" });
    for (const name of ["phone", "metadata", "email[a]", "metadata[a][b]", "__proto__"]) {
      const answer = await ask("POST", "/v1/customers", { [name]: "x" });
      expect(answer.status, name).toBe(400);
      expect(answer.body.error).toMatchObject({ code: "parameter_unknown", param: name });
    }
    const sent = await fetch(`${url}/v1/customers`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_sandbox", "content-type": "application/json" },
      body: '{"name":"x"}',
    });
    expect(sent.status).toBe(400);
    expect(service.control("list", {})).toEqual({ objects: [] });
  });
});

describe("the hands on the pretended Stripe", () => {
  it("count requests and writes, and start again", async () => {
    await ask("POST", "/v1/customers", {});
    await ask("GET", "/v1/customers");
    await ask("GET", "/v1/prices");
    expect(service.control("counts", {})).toEqual({ total: 3, writes: 1 });
    service.control("reset-counts", {});
    expect(service.control("counts", {})).toEqual({ total: 0, writes: 0 });
    expect(() => service.control("refund", {})).toThrow("unknown command refund; one of counts");
  });
});
