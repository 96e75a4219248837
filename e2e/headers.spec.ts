import { type BrowserContext, expect, type Page, type Request } from "@playwright/test";
import { Client } from "pg";
import { ask } from "./support/ask";
import { test } from "./support/demo-test";

/** What each answer has to say, and what none may. */
const ALWAYS: Readonly<Record<string, RegExp>> = {
  "content-security-policy": /^default-src 'none'; .*frame-ancestors 'none'$/,
  "x-content-type-options": /^nosniff$/,
  "x-frame-options": /^DENY$/,
  "referrer-policy": /^same-origin$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^same-origin$/,
  "permissions-policy": /camera=\(\).*microphone=\(\)/,
};
const NEVER = ["x-powered-by", "server", "strict-transport-security"];

/** Stacks, files, SQL, versions, values of the environment. */
const INSIDE =
  /node_modules|\n\s+at |file:\/\/|\/(home|work|usr|tmp)\/|postgres:\/\/|signkey-|next@|\bselect .* from\b/i;

async function cookieOf(context: BrowserContext): Promise<string> {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}

async function openDemo(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("list", { name: "Registries" })).toBeVisible();
}

/** What the policy of this page's documents refuses from now on. */
async function listenForViolations(page: Page): Promise<string[]> {
  const violations: string[] = [];
  await page.exposeFunction("tellViolation", (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { tellViolation } = window as unknown as { tellViolation: (text: string) => void };
      tellViolation(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return violations;
}

/** One screen of each kind is enough: what differs between two rows is data. */
const kindOf = (path: string): string =>
  path
    .replace(/[a-z]{3}_[0-9a-z]{26}/g, "ID")
    .replace(/\/rows\/[^/?]+/, "/rows/ROW")
    .replace(/[?].*/, "?");

test("no screen of the demo breaks the policy", async ({ page, cities }) => {
  const violations = await listenForViolations(page);
  await openDemo(page);
  const home = `/${cities.ready.org}`;
  const waiting = [home, "/nothing/at/all", `${home}/nothing`, `${home}/runs/none`];
  const seen = new Set<string>();
  while (waiting.length > 0) {
    const path = waiting.shift() ?? "";
    if (seen.has(kindOf(path)) || path.startsWith("/api/")) continue;
    seen.add(kindOf(path));
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle");
    const links = page.locator('a[href^="/"]');
    waiting.push(...(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""))));
  }
  await page.context().clearCookies();
  await page.goto("/sign-in?out=1");
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(violations).toEqual([]);
  for (const kind of [
    "runs/ID",
    "rows/ROW",
    "schema",
    "access",
    "mapping",
    "settings",
    "conflicts",
    "issues",
  ])
    expect(
      [...seen].some((path) => path.endsWith(`/${kind}`)),
      kind,
    ).toBe(true);
  expect(seen.size).toBeGreaterThan(15);
});

/** What a hole in our escaping would let somebody put into a page, and what refuses it. */
const PLANTED: readonly (readonly [string, string])[] = [
  ["script-src-elem", "<script>globalThis.planted = true</script>"],
  ["script-src-elem", '<script src="/_next/static/planted.js"></script>'],
  ["script-src-elem", '<script nonce="guessed">globalThis.planted = true</script>'],
  ["script-src-attr", '<img src="data:," onerror="globalThis.planted = true">'],
  ["style-src-elem", "<style>body { background: red }</style>"],
  ["style-src-attr", '<b style="color: red">b</b>'],
  ["img-src", '<img src="https://evil.example.com/pixel">'],
  ["frame-src", '<iframe src="/"></iframe>'],
  ["object-src", '<object data="/mark.svg"></object>'],
  ["base-uri", '<base href="https://evil.example.com/">'],
];

test("the policy refuses what somebody plants in a page", async ({ page }) => {
  const violations = await listenForViolations(page);
  await page.route("**/sign-in?out=1", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      "</body>",
      `${PLANTED.map(([, html]) => html).join("")}</body>`,
    );
    await route.fulfill({ response, body });
  });
  await page.goto("/sign-in?out=1");
  await page.waitForLoadState("networkidle");
  expect(await page.evaluate(() => "planted" in globalThis)).toBe(false);
  const refused = new Set(violations.map((text) => text.split(" ")[1] ?? ""));
  expect(refused).toEqual(new Set(PLANTED.map(([directive]) => directive)));
});

test("no two pages have the same nonce, and theirs is on every script", async ({ cities, page }) => {
  await openDemo(page);
  const headers = { cookie: await cookieOf(page.context()) };
  const nonces = new Set<string>();
  for (let at = 0; at < 20; at += 1) {
    const answer = await ask(cities.ready.url, "/sign-in?out=1", { headers });
    const page = at % 2 === 0 ? answer : await ask(cities.ready.url, `/${cities.ready.org}`, { headers });
    const [, nonce = ""] = /'nonce-([^']+)'/.exec(String(page.headers["content-security-policy"])) ?? [];
    expect(Buffer.from(nonce, "base64")).toHaveLength(16);
    nonces.add(nonce);
    for (const [tag] of page.text.matchAll(/<script[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
  }
  expect(nonces.size).toBe(20);
});

/** Each kind of answer: what is asked, and the statuses it may have. */
const KINDS: readonly (readonly [string, string, string, readonly number[]])[] = [
  ["a page", "GET", "/ORG", [200]],
  ["a page's parts", "GET", "/ORG?_rsc=1", [200, 307]],
  ["the sign-in page", "GET", "/sign-in?out=1", [200, 307]],
  ["a page that is not there", "GET", "/nothing/at/all", [404]],
  ["a page of no organization of ours", "GET", "/org_00000000000000000000000000", [404]],
  ["a redirect of ours", "GET", "/", [307]],
  ["a redirect of Next's", "GET", "/sign-in/", [308]],
  ["a doubled slash", "GET", "//evil.example.com", [308, 404]],
  ["a path that climbs", "GET", "/%2e%2e/%2e%2e/etc/passwd", [404]],
  ["a path that cannot be read", "GET", "/%E0%A4", [400, 404, 500]],
  ["a page by another method", "DELETE", "/ORG", [200, 405]],
  ["a file", "GET", "/mark.svg", [200]],
  ["a file by another method", "PUT", "/mark.svg", [405, 500]],
  ["a built file that is not there", "GET", "/_next/static/nothing.js", [404]],
  ["an image to convert", "GET", "/_next/image?url=%2Fmark.svg&w=64&q=75", [400, 404]],
  ["security.txt", "GET", "/.well-known/security.txt", [200]],
  ["health", "GET", "/api/health", [200]],
  ["the API's document", "GET", "/api/v1/openapi.json", [200]],
  ["a call with a key", "GET", "/api/v1/me?key", [200]],
  ["a call without a key", "GET", "/api/v1/registries/none", [401, 403]],
  ["a call that is not there", "POST", "/api/v1/nothing", [404]],
  ["a call by another method", "PATCH", "/api/v1/me", [405]],
  ["a call's options", "OPTIONS", "/api/v1/me", [204]],
  ["the jobs' door", "POST", "/api/inngest", [401]],
  ["the demo's sign-in", "GET", "/api/auth/demo", [303]],
  ["a schema that is not there", "GET", "/schemas/none/1.json", [404]],
];

test("every kind of answer has the headers and tells nothing of the inside", async ({ cities, page }) => {
  await openDemo(page);
  const { url, org, apiKey } = cities.ready;
  const cookie = await cookieOf(page.context());
  const built = /_next\/static\/[^"]+\.js/.exec((await ask(url, "/sign-in?out=1")).text)?.[0];
  for (const [what, method, path, statuses] of [
    ...KINDS,
    ["a built file", "GET", `/${built}`, [200]] as const,
  ]) {
    const target = path.replace("ORG", org).replace("?key", "");
    const session = path.startsWith("/api/") ? {} : { cookie };
    const own = path.endsWith("?key") ? { authorization: `Bearer ${apiKey}` } : session;
    const { status, headers, text } = await ask(url, target, { method, headers: own });
    expect([what, statuses]).toEqual([what, expect.arrayContaining([status])]);
    for (const [name, value] of Object.entries(ALWAYS))
      expect(String(headers[name]), `${name} of ${what}`).toMatch(value);
    for (const name of NEVER) expect(headers[name], `${name} of ${what}`).toBeUndefined();
    if (!what.startsWith("a built file") && !what.includes("schema"))
      expect(headers["access-control-allow-origin"], what).toBeUndefined();
    if (what !== "a built file") expect(text, what).not.toMatch(INSIDE);
    if (/page|call (with|without|that)|sign-in|redirect of ours/.test(what) && method === "GET")
      expect(String(headers["cache-control"]), what).toMatch(/private.*no-store/);
  }
});

test("security.txt is plain text", async ({ cities }) => {
  const { headers, text } = await ask(cities.ready.url, "/.well-known/security.txt");
  expect(String(headers["content-type"]).toLowerCase()).toBe("text/plain; charset=utf-8");
  expect(text).toMatch(/^Contact: mailto:/);
});

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
