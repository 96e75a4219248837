import { expect } from "@playwright/test";
import { ask } from "./support/ask";
import { test } from "./support/demo-test";
import { cookieOf, INSIDE, openDemo } from "./support/signed-in";

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

/** One screen of each kind is enough: what differs between two rows is data. */
const kindOf = (path: string): string =>
  path
    .replace(/[a-z]{3}_[0-9a-z]{26}/g, "ID")
    .replace(/\/rows\/[^/?]+/, "/rows/ROW")
    .replace(/[?].*/, "?");

/** What any of them breaks fails it at its end. */
test("no screen of the demo breaks the policy", async ({ page, cities }) => {
  await openDemo(page);
  const home = `/${cities.ready.org}`;
  const waiting = [home, "/nothing/at/all", `${home}/nothing`, `${home}/runs/none`];
  const seen = new Set<string>();
  while (waiting.length > 0) {
    const path = waiting.shift() ?? "";
    // Files are no screens.
    const isFile = /^\/(api|[.]well-known|audit)\/|\/audit\/export[?]/.test(path);
    if (seen.has(kindOf(path)) || isFile) continue;
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

test("the policy refuses what somebody plants in a page", async ({ page, violations }) => {
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
  // A base that is refused is told of again whenever the document's addresses are looked at.
  await page.close();
  const events = violations.splice(0).filter((text) => !text.startsWith("console: "));
  const refused = new Set(events.map((text) => text.split(" ")[1] ?? ""));
  expect(refused).toEqual(new Set(PLANTED.map(([directive]) => directive)));
});

test("a test fails where the policy of a window in a second browser refuses something", async ({
  browser,
  cities,
}) => {
  test.fail();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${cities.ready.url}/sign-in?out=1`);
  const opened = context.waitForEvent("page");
  await page.evaluate(() => void window.open("/sign-in?out=1"));
  const popup = await opened;
  await popup.waitForLoadState();
  await popup.evaluate((html) => document.body.insertAdjacentHTML("beforeend", html), PLANTED[5]?.[1] ?? "");
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
  ["a path that cannot be read", "GET", "/%E0%A4", [404]],
  ["a page by another method", "DELETE", "/ORG", [200, 405]],
  ["a file", "GET", "/mark.svg", [200]],
  ["a file by another method", "PUT", "/mark.svg", [405, 500]],
  ["a built file that is not there", "GET", "/_next/static/nothing.js", [404]],
  ["an image to convert", "GET", "/_next/image?url=%2Fmark.svg&w=64&q=75", [400, 404]],
  ["security.txt", "GET", "/.well-known/security.txt", [200]],
  ["health", "GET", "/api/health", [200]],
  ["the API's document", "GET", "/api/v1/openapi.json", [200]],
  ["a call with a key", "GET", "/api/v1/me?key", [200]],
  ["a call with a key and what is not there", "GET", "/api/v1/me?__proto__=1?key", [422]],
  ["a call without a key", "GET", "/api/v1/registries/none", [401, 403]],
  ["a call that is not there", "POST", "/api/v1/nothing", [404]],
  ["a call by another method", "PATCH", "/api/v1/me", [405]],
  ["a call that traces", "TRACE", "/api/v1/me", [405]],
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
