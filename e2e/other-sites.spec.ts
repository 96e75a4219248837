import { expect, type Page, type Request } from "@playwright/test";
import { Client } from "pg";
import { ask } from "./support/ask";
import { test } from "./support/demo-test";
import { cookieOf, INSIDE, openDemo } from "./support/signed-in";

test("another site may not call the API, whatever it asks for", async ({ cities }) => {
  const { url } = cities.ready;
  for (const method of ["OPTIONS", "GET", "POST"]) {
    const { headers } = await ask(url, "/api/v1/registries", {
      method,
      headers: {
        origin: "https://evil.example.com",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
      },
    });
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
  }
});

test("a session reads the API from our own pages only, and never writes", async ({ cities, page }) => {
  await openDemo(page);
  const { url, org } = cities.ready;
  const session = { cookie: await cookieOf(page.context()), "x-chittysync-org": org };
  const read = (more: Record<string, string>) => ask(url, "/api/v1/me", { headers: { ...session, ...more } });
  expect((await read({ "sec-fetch-site": "same-origin" })).status).toBe(200);
  for (const more of [
    { "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example.com" },
    { origin: "null" },
  ])
    expect((await read(more)).status).toBe(403);
  const write = await ask(url, `/api/v1/registries/${cities.registry.id}/pause`, {
    method: "POST",
    headers: { ...session, origin: url, "sec-fetch-site": "same-origin", "content-type": "application/json" },
    body: "{}",
  });
  expect(write.status).toBe(403);
  expect(
    (await cities.api.ask<{ state: string }>("GET", `/registries/${cities.registry.id}`)).state,
  ).not.toBe("paused");
});

/** The action that the page sent, as it went over the wire. */
async function sentAction(page: Page, act: () => Promise<void>): Promise<Request> {
  const sent = page.waitForRequest(
    (request) => request.method() === "POST" && "next-action" in request.headers(),
  );
  await act();
  const request = await sent;
  await request.response();
  return request;
}

/** What a page of another site can make a browser send, and what nobody's page sends. */
const forged = (url: string): readonly (readonly [string, Record<string, string>])[] => {
  const evil = "https://evil.example.com";
  const host = "evil.example.com";
  const { hostname } = new URL(url);
  return [
    ["another origin", { origin: evil }],
    ["another origin that names itself the forwarded host", { origin: evil, "x-forwarded-host": host }],
    ["another origin that names itself the host", { origin: evil, host }],
    ["another origin under both names", { origin: evil, host, "x-forwarded-host": host }],
    ["an origin of another port", { origin: `http://${hostname}:1`, "x-forwarded-host": `${hostname}:1` }],
    ["another scheme", { origin: url.replace("http:", "https:") }],
    ["the origin of a sandboxed page", { origin: "null" }],
    ["the origin of a sandboxed page, forwarded", { origin: "null", "x-forwarded-host": "null" }],
    ["no origin", {}],
    ["our origin in another site's request", { origin: url, "sec-fetch-site": "cross-site" }],
  ];
};

test("an action that no page of ours sent changes nothing", async ({ cities, page }) => {
  await openDemo(page);
  const { url } = cities.ready;
  await page.getByLabel(/^Menu of /).click();
  const request = await sentAction(page, () => page.getByText("Dark", { exact: true }).click());
  const { origin: _, "sec-fetch-site": __, ...headers } = await request.allHeaders();
  const plain = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":")));
  const body = request.postDataBuffer() ?? Buffer.alloc(0);
  const { pathname } = new URL(request.url());
  const send = (more: Record<string, string>) => {
    const length = { "content-length": String(body.length) };
    return ask(url, pathname, { method: "POST", headers: { ...plain, ...length, ...more }, body });
  };
  const ours = await send({ origin: url });
  expect(String(ours.headers["set-cookie"])).toContain("chittysync_theme=dark");
  for (const [what, more] of forged(url)) {
    const answer = await send(more);
    expect([what, answer.headers["set-cookie"]]).toEqual([what, undefined]);
    expect([what, answer.status]).toEqual([what, expect.any(Number)]);
    expect(answer.status, what).toBeGreaterThanOrEqual(400);
    expect(answer.text, what).not.toMatch(INSIDE);
  }
});

test("an action's body has a limit", async ({ cities, page }) => {
  await openDemo(page);
  const { url } = cities.ready;
  await page.getByLabel(/^Menu of /).click();
  const request = await sentAction(page, () => page.getByText("Light", { exact: true }).click());
  const { "content-length": _, ...headers } = await request.allHeaders();
  const plain = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":")));
  const { pathname } = new URL(request.url());
  const [theme = ""] = /"light"/.exec(request.postData() ?? "") ?? [];
  // Under the limit; over it; over what Next copies for proxy.ts too.
  for (const [pieces, isTaken] of [
    [8, true],
    [24, false],
    [64, false],
  ] as const) {
    const body = Array.from({ length: pieces }, () => Buffer.alloc(64 * 1024, 0x20));
    body.push(Buffer.from(`[${theme}]`));
    const answer = await ask(url, pathname, { method: "POST", headers: plain, body });
    // Next answers 500, not 413, where an action's body is too large.
    expect([pieces, answer.status]).toEqual([pieces, isTaken ? 200 : 500]);
    expect(answer.headers["set-cookie"] !== undefined, `${pieces} pieces`).toBe(isTaken);
    expect(answer.text).not.toMatch(INSIDE);
  }
});

test("a body over the API's limit is a problem, with a length and in chunks", async ({ cities }) => {
  const { url, apiKey } = cities.ready;
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const pieces = Array.from({ length: 24 }, () => Buffer.alloc(64 * 1024, 0x20));
  const whole = Buffer.concat(pieces);
  for (const body of [whole, pieces]) {
    const length = Buffer.isBuffer(body) ? { "content-length": String(body.length) } : {};
    const asking = { method: "POST", headers: { ...headers, ...length }, body };
    const answer = await ask(url, "/api/v1/connections", asking);
    expect(answer.status).toBe(413);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(answer.text)).toMatchObject({ type: "urn:chittysync:problem:body-too-large" });
  }
});

test("whom another site sends to the demo's sign-in is asked first", async ({ cities }) => {
  const { url } = cities.ready;
  const sent = (headers: Record<string, string>) => ask(url, "/api/auth/demo", { headers });
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { host: "evil.example.com" }]) {
    const answer = await sent(headers);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect([answer.status, answer.headers.location]).toEqual([303, `${url}/sign-in?demo=ask`]);
  }
  const cookie = String((await sent({ "sec-fetch-site": "none" })).headers["set-cookie"]);
  expect(cookie).toMatch(/^chittysync_session=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=lax$/);
});

test("the job server keeps our address, whatever host registers us", async ({ cities }) => {
  const { url, databaseUrl } = cities.ready;
  const headers = { host: "evil.example.com", "x-forwarded-host": "evil.example.com" };
  expect((await ask(url, "/api/inngest", { method: "PUT", headers })).status).toBe(200);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query("select url from jobs.app");
    expect(rows).toEqual([{ url: `${url}/api/inngest` }]);
  } finally {
    await client.end();
  }
});
