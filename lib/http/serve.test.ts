import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { newKeyText } from "@/lib/auth/api-key-form";
import { scopesOf } from "@/lib/auth/policy";
import { forgetEnv } from "@/lib/env";
import { AppError, type ErrorKind } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { operation } from "./operation";
import { BODY_BYTES } from "./read-body";
import { serve } from "./serve";

const ORGANIZATION = newUuid();
const PERSON = newUuid();
const KEY = `chs_live_${"k".repeat(43)}`;

const { findKeyHolder, buckets } = vi.hoisted(() => ({
  findKeyHolder: vi.fn(),
  buckets: { empty: -1 },
}));

// Full buckets, but for the one at the place `empty`.
vi.mock("@/lib/db/rate-buckets", () => ({
  takeTokens: async (asked: readonly object[]) =>
    asked
      .map((_, at) => ({ isTaken: at !== buckets.empty, fullInMs: at === buckets.empty ? 60_000 : 20 }))
      .slice(0, buckets.empty === -1 ? asked.length : buckets.empty + 1),
}));

vi.mock("@/lib/db/api-keys", () => ({ noteApiKeyUse: async () => {} }));

vi.mock("@/lib/db/resolve", () => ({
  findKeyHolder,
  findSession: async () => ({
    ...{ personId: PERSON, email: "ada@example.com", name: "Ada" },
    ...{ expiresAt: new Date(8e15), providerId: null, providerOrganizationId: null, seenAt: new Date(8e15) },
  }),
  membershipsOf: async () => [
    {
      ...{ organizationId: ORGANIZATION, name: "Ours", plan: "free", role: "editor" },
      ...{ requiredProviders: [], isBreakGlass: false },
    },
  ],
}));

beforeEach(() => {
  buckets.empty = -1;
  findKeyHolder.mockReset().mockImplementation(async () => ({
    organizationId: ORGANIZATION,
    id: newUuid(),
    scopes: ["read", "write"],
    personId: PERSON,
    role: "owner",
    addresses: [],
    lastUsedAt: new Date(),
  }));
  process.env.DATABASE_URL = "postgres://app@127.0.0.1:1/none";
  process.env.APP_URL = "https://app.example.com";
  process.env.APP_SECRET = "s".repeat(32);
  process.env.VAULT_KEY_FILE = "none";
  forgetEnv();
});

const thing = operation({
  id: "makeThing",
  method: "POST",
  path: "/things/{id}/parts/{partId}",
  summary: "A thing",
  permission: "registry:write",
  query: z.strictObject({ size: z.string().optional() }),
  body: z.strictObject({
    name: z.string(),
    tags: z.array(z.strictObject({ "a/b": z.string() })).default([]),
    credentials: z.union([
      z.strictObject({ url: z.string() }),
      z.strictObject({ host: z.string(), password: z.string() }),
    ]),
  }),
  answer: z.object({ id: z.string(), name: z.string() }),
  status: 201,
  location: ({ id }) => `/things/${id}`,
});

const BODY = { name: "n", credentials: { url: "u" } };
const made = serve(thing, async ({ params, body }) => ({ id: params.id, name: body.name, secret: "hush" }));

const request = (
  body: string | null,
  headers: Record<string, string> = {},
  place = "/things/1/parts/2",
): Request =>
  new Request(`https://app.example.com/api/v1${place}`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", ...headers },
    body,
  });

async function problem(
  response: Response,
): Promise<{ status: number; paths: { path: string }[] } & Record<string, unknown>> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return (await response.json()) as never;
}

const pathsOf = async (response: Response): Promise<string[]> =>
  (await problem(response)).paths.map(({ path }) => path);

test("answers with the view's own fields, where it is, and a request id", async () => {
  const response = await made(request(JSON.stringify(BODY)));
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ id: "1", name: "n" });
  expect(response.headers.get("location")).toBe("/api/v1/things/1");
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("every answer to a caller says what is left of his quotas, a refusal too", async () => {
  const left = '"key";r=2999;t=1, "organization";r=5998;t=1';
  for (const body of [JSON.stringify(BODY), "not json"]) {
    const { headers } = await made(request(body));
    expect(headers.get("ratelimit")).toBe(left);
    expect(headers.get("ratelimit-policy")).toBe('"key";q=3000;w=60, "organization";q=6000;w=60');
    expect(headers.get("retry-after")).toBeNull();
  }
});

test.each([
  ["key", 0, "This key"],
  ["organization", 1, "The organization"],
])(
  "a call over the quota of its %s is a problem that says when to come again",
  async (name, empty, whose) => {
    buckets.empty = empty;
    const useCase = vi.fn();
    const response = await serve(thing, useCase)(request(JSON.stringify(BODY)));
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(response.headers.get("ratelimit")).toContain(`"${name}";r=0;t=60`);
    expect(await problem(response)).toMatchObject({
      type: "urn:chittysync:problem:rate-limited",
      detail: expect.stringContaining(whose),
    });
    expect(useCase).not.toHaveBeenCalled();
  },
);

test("a key whose checksum is wrong is not looked up", async () => {
  const text = newKeyText();
  const wrong = `${text.slice(0, -1)}${text.endsWith("a") ? "b" : "a"}`;
  const answers = await Promise.all(
    [text, wrong].map((key) => made(request(JSON.stringify(BODY), { authorization: `Bearer ${key}` }))),
  );
  expect(answers.map(({ status }) => status)).toEqual([201, 401]);
  expect(findKeyHolder).toHaveBeenCalledTimes(1);
});

test("parameters are unescaped once, whatever is in them", async () => {
  const echo = serve(thing, async ({ params }) => ({ id: params.id, name: params.partId }));
  const part = '["public","a/b.c:d%2F"]';
  const response = await echo(
    request(JSON.stringify(BODY), {}, `/things/x/parts/${encodeURIComponent(part)}`),
  );
  expect(await response.json()).toEqual({ id: "x", name: part });
  // What can name nothing is looked for as such, so that its answer is that to any unknown id.
  for (const bent of ["%E0%A4", "x%00", "x".repeat(2001)]) {
    const looked = await echo(request(JSON.stringify(BODY), {}, `/things/x/parts/${bent}`));
    expect(await looked.json()).toEqual({ id: "x", name: "" });
  }
});

test.each<[string, unknown, string[]]>([
  ["an unknown key", { ...BODY, more: 1 }, ["/more"]],
  ["an unknown key in depth", { ...BODY, tags: [{ "a/b": "x" }, { "a/b": "x", c: 1 }] }, ["/tags/1/c"]],
  ["a pointer's own characters", { ...BODY, tags: [{ "a/b": 1 }] }, ["/tags/0/a~1b"]],
  ["a key that is missing", { credentials: BODY.credentials }, ["/name"]],
  ["the nearest of several forms", { ...BODY, credentials: { host: "h" } }, ["/credentials/password"]],
  ["no object at all", [], [""]],
])("refuses %s with its path", async (_name, body, paths) => {
  const response = await made(request(JSON.stringify(body)));
  expect(response.status).toBe(422);
  expect(await pathsOf(response)).toEqual(paths);
});

test("refuses an unknown and a repeated query parameter", async () => {
  const unknown = await made(request(JSON.stringify(BODY), {}, "/things/1/parts/2?colour=red"));
  expect(await pathsOf(unknown)).toEqual(["/colour"]);
  const repeated = await made(request(JSON.stringify(BODY), {}, "/things/1/parts/2?size=1&size=2"));
  expect(await pathsOf(repeated)).toEqual(["/size"]);
});

test("malformed JSON is refused with its place and without its text", async () => {
  const response = await made(request('{"name": "n",\n "token": hunter2}'));
  expect(response.status).toBe(400);
  const body = await problem(response);
  expect(body).toMatchObject({
    type: "urn:chittysync:problem:malformed-body",
    status: 400,
    requestId: response.headers.get("x-request-id"),
    paths: [{ path: "" }],
  });
  expect(JSON.stringify(body)).not.toContain("hunter2");
  const placed = await problem(await made(request('{"name": "n",}')));
  expect(placed.detail).toBe("The body is not JSON at line 1, column 14.");
});

test.each<[string, BodyInit]>([
  ["a null character", String.raw`{"name":"a\u0000b"}`],
  ["bytes that are not UTF-8", Buffer.from([0x22, 0xff, 0x22])],
])("%s is refused", async (_name, body) => {
  const response = await made(request(body as string));
  expect(response.status).toBe(400);
});

test("an escaped backslash before u0000 is text like any other", async () => {
  const response = await made(request(String.raw`{"name":"a\\u0000","credentials":{"url":"u"}}`));
  expect(await response.json()).toEqual({ id: "1", name: String.raw`a\u0000` });
});

test("a body over the limit is refused, whether or not it says its length", async () => {
  const long = JSON.stringify({ ...BODY, name: "n".repeat(BODY_BYTES) });
  expect((await made(request(long, { "content-length": String(long.length) }))).status).toBe(413);
  let pulls = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      pulls += 1;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const streamed = new Request("https://app.example.com/api/v1/things/1/parts/2", {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: endless,
    duplex: "half",
  } as RequestInit);
  expect((await made(streamed)).status).toBe(413);
  expect(pulls).toBeLessThan(30);
});

test("a body of another type is refused; no body is an empty object", async () => {
  expect((await made(request("name=n", { "content-type": "text/plain" }))).status).toBe(415);
  expect(
    (await made(request(JSON.stringify(BODY), { "content-type": "application/json; charset=utf-8" }))).status,
  ).toBe(201);
  expect(await pathsOf(await made(request(null)))).toEqual(["/name", "/credentials"]);
});

test.each<[ErrorKind, number]>([
  ["invalid-input", 422],
  ["forbidden", 403],
  ["not-found", 404],
  ["stale", 409],
  ["limit-reached", 402],
  ["halted", 409],
  ["connection-broken", 424],
  ["rate-limited", 429],
  ["upstream-unavailable", 503],
])("an error of the kind %s is a problem with the status %i", async (kind, status) => {
  const failing = serve(thing, async () => {
    throw new AppError(kind, "Because.", { remedy: "Mend it.", retryAfterMs: 1500 });
  });
  const response = await failing(request(JSON.stringify(BODY)));
  expect(response.status).toBe(status);
  expect(response.headers.get("retry-after")).toBe("2");
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect(await problem(response)).toMatchObject({
    type: `urn:chittysync:problem:${kind}`,
    status,
    detail: "Because.",
    remedy: "Mend it.",
    paths: [],
    requestId: response.headers.get("x-request-id"),
  });
});

test("a provider that names no time still gets one", async () => {
  const failing = serve(thing, async () => {
    throw new AppError("upstream-unavailable", "No answer.");
  });
  expect((await failing(request(JSON.stringify(BODY)))).headers.get("retry-after")).toBe("10");
});

test.each([
  ["a foreign error", () => new Error("password hunter2 at /etc/secret")],
  ["our own mistake", () => new AppError("internal", "hunter2", { remedy: "look in /etc/secret" })],
])("%s leaves nothing in the answer and an entry in the log", async (_name, fault) => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const failing = serve(thing, async () => {
    throw fault();
  });
  const response = await failing(request(JSON.stringify(BODY)));
  const logged = write.mock.calls.map(([line]) => String(line));
  write.mockRestore();
  const text = await response.text();
  expect(response.status).toBe(500);
  expect(text).not.toMatch(/hunter2|secret|stack/);
  const { requestId } = JSON.parse(text) as { requestId: string };
  expect(logged.filter((line) => line.includes("api.failed") && line.includes(requestId))).toHaveLength(1);
});

test("nobody is asked anything without a key", async () => {
  const response = await made(
    new Request("https://app.example.com/api/v1/things/1/parts/2", { method: "POST", body: "not json" }),
  );
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toBe("Bearer");
});

const seen = operation({
  id: "seeThing",
  method: "GET",
  path: "/things/{id}",
  summary: "A thing",
  permission: "registry:read",
  answer: z.object({ actor: z.string(), scopes: z.array(z.string()) }),
  status: 200,
});
const look = serve(seen, async ({ caller }) => ({ actor: caller.actor.ref, scopes: [...caller.scopes] }));

const fromBrowser = (headers: Record<string, string>): Request =>
  new Request("https://app.example.com/api/v1/things/1", {
    headers: {
      cookie: "theme=dark; __Host-chittysync_session=abc",
      "x-chittysync-org": publicId("org", ORGANIZATION),
      ...headers,
    },
  });

test("a browser's session speaks with the role's scopes", async () => {
  const response = await look(fromBrowser({ "sec-fetch-site": "same-origin" }));
  expect(await response.json()).toEqual({ actor: publicId("per", PERSON), scopes: [...scopesOf("editor")] });
});

test.each<[string, Record<string, string>, number]>([
  ["another site's page", { "sec-fetch-site": "cross-site" }, 403],
  ["a sibling domain's page", { "sec-fetch-site": "same-site" }, 403],
  ["another origin", { origin: "https://evil.example.com" }, 403],
  ["a sandboxed page", { origin: "null" }, 403],
  ["an organization that is not his", { "x-chittysync-org": publicId("org", newUuid()) }, 404],
  ["no organization", { "x-chittysync-org": "" }, 404],
])("a session is refused to %s", async (_name, headers, status) => {
  expect((await look(fromBrowser(headers))).status).toBe(status);
});

test("a cookie that a sibling domain could plant is nobody's", async () => {
  const planted = { cookie: "chittysync_session=abc", "sec-fetch-site": "same-origin" };
  expect((await look(fromBrowser(planted))).status).toBe(401);
});

// What our pages change, they change by server actions.
test.each<[string, Record<string, string>, number]>([
  ["our own page", { origin: "https://app.example.com", "sec-fetch-site": "same-origin" }, 403],
  ["no origin", { "sec-fetch-site": "same-origin" }, 403],
  ["another port", { origin: "https://app.example.com:8443", "sec-fetch-site": "same-origin" }, 403],
  ["another scheme", { origin: "http://app.example.com" }, 403],
  ["another site", { origin: "https://evil.example.com", "sec-fetch-site": "cross-site" }, 403],
])("a session's write from %s", async (_name, headers, status) => {
  const write = new Request("https://app.example.com/api/v1/things/1/parts/2", {
    method: "POST",
    headers: {
      cookie: "__Host-chittysync_session=abc",
      "x-chittysync-org": publicId("org", ORGANIZATION),
      "content-type": "application/json",
      ...headers,
    },
    body: JSON.stringify(BODY),
  });
  expect((await made(write)).status).toBe(status);
});

test("whoever sends no key is told how, and nothing of it is taken for a secret", async () => {
  const { remedy } = await problem(await made(request(null, { authorization: "Basic none" })));
  expect(remedy).toBe(
    "Send it in the header Authorization, by the scheme Bearer, from an address that it may be used from; keys are made under Settings.",
  );
});

test("failed authentications of an address are slowed, and say so", async () => {
  findKeyHolder.mockResolvedValue(null);
  const failed = await made(request(JSON.stringify(BODY)));
  expect([failed.status, failed.headers.get("ratelimit")]).toEqual([401, '"failures";r=299;t=1']);
  // The last test here: for a second now this process knows that the address has none left.
  buckets.empty = 0;
  const slowed = await made(request(JSON.stringify(BODY)));
  expect([slowed.status, slowed.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(await problem(slowed)).toMatchObject({ type: "urn:chittysync:problem:rate-limited" });
});

test.each(["bearer", "BEARER", "Bearer "])("the scheme may be written as %s", async (scheme) => {
  const response = await made(request(JSON.stringify(BODY), { authorization: `${scheme} ${KEY}` }));
  expect(response.status).toBe(201);
});
