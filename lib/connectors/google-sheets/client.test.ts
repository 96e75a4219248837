import { generateKeyPairSync } from "node:crypto";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { openGoogleClient } from "./client";
import type { GoogleCredentials } from "./config";
import { openGoogleSheets } from "./connector";
import { appErrorOf } from "./failure";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

const CREDENTIALS: Record<string, GoogleCredentials> = {
  "a refresh token": { refreshToken: "1//canary-refresh", clientId: "client", clientSecret: "canary-secret" },
  "an access token": { accessToken: "ya29.canary-access" },
  "a service account": {
    serviceAccount: { client_email: "robot@project.iam.gserviceaccount.com", private_key: privateKey },
  },
};

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly init: readonly string[];
}

const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

/** A way out that ends here; `answers` are given in turn, the last for good. */
function wayOut(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent.push({
      url: String(input),
      method: init?.method ?? "GET",
      headers: new Headers(init?.headers),
      body: String(init?.body ?? ""),
      init: Object.keys(init ?? {}).sort(),
    });
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error("no answer");
    return answer.clone();
  };
  return { sent, fetch };
}

const TOKEN = reply(200, { access_token: "ya29.canary-access", expires_in: 3599, token_type: "Bearer" });
const failure = async (answer: Response | Error) => {
  const { fetch } = wayOut(answer);
  const client = openGoogleClient({ accessToken: "t" }, fetch, {});
  const got = await client.getSpreadsheet("id", [], "sheets");
  return got.ok ? got : got.failure;
};
const google = (code: number, message: string, reason?: string) =>
  reply(code, { error: { code, message, details: reason ? [{ reason }] : [] } });

let connects: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  connects = vi.spyOn(net.Socket.prototype, "connect").mockImplementation(() => {
    throw new Error("a socket was opened past the way out");
  });
  vi.spyOn(globalThis, "fetch").mockRejectedValue(new Error("the global fetch was used"));
});
afterEach(() => {
  expect(connects).not.toHaveBeenCalled();
  expect(globalThis.fetch).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

describe("nothing leaves but by the given fetch", () => {
  for (const [name, credentials] of Object.entries(CREDENTIALS)) {
    it(`with ${name}, to Google`, async () => {
      const { sent, fetch } = wayOut(
        ...("accessToken" in credentials ? [] : [TOKEN]),
        reply(200, { files: [] }),
        reply(200, { sheets: [] }),
      );
      const client = openGoogleClient(credentials, fetch, {});
      expect(await client.listSpreadsheets("", 1)).toEqual({ ok: true, data: [] });
      expect(await client.getSpreadsheet("id", ["'a'!1:1"], "sheets")).toMatchObject({ ok: true });
      expect(await client.batchUpdate("id", { requests: [] }, "replies")).toMatchObject({ ok: true });
      const hosts = sent.map(({ url }) => new URL(url).host);
      const api = ["www.googleapis.com", "sheets.googleapis.com", "sheets.googleapis.com"];
      expect(hosts).toEqual("accessToken" in credentials ? api : ["oauth2.googleapis.com", ...api]);
      for (const { headers, init } of sent.slice(-3)) {
        expect(headers.get("authorization")).toBe("Bearer ya29.canary-access");
        expect(["body,headers,method,redirect,signal", "headers,method,redirect,signal"]).toContain(
          init.join(),
        );
      }
    });

    it(`with ${name}, to other addresses`, async () => {
      const { sent, fetch } = wayOut(
        ...("accessToken" in credentials ? [] : [TOKEN]),
        reply(200, { files: [] }),
      );
      const options = { apiUrl: "http://127.0.0.1:9", oauthUrl: "http://127.0.0.1:8/oauth/" };
      const client = openGoogleClient(credentials, fetch, options);
      await client.listSpreadsheets("", 1);
      await client.getSpreadsheet("id", [], "sheets");
      const urls = sent.map(({ url }) => url);
      if (!("accessToken" in credentials)) expect(urls.shift()).toBe("http://127.0.0.1:8/oauth/token");
      expect(urls.every((url) => url.startsWith("http://127.0.0.1:9/"))).toBe(true);
    });
  }

  it("escapes what is searched for", async () => {
    const { sent, fetch } = wayOut(reply(200, { files: [] }));
    await openGoogleClient({ accessToken: "t" }, fetch, {}).listSpreadsheets("it's \\ ' or ''='", 5);
    const q = new URL(sent[0]?.url ?? "").searchParams.get("q");
    expect(q).toContain("name contains 'it\\'s \\\\ \\' or \\'\\'=\\''");
  });
});

describe("nothing is tried twice", () => {
  const broken = [google(503, "busy"), google(429, "slow down"), new TypeError("fetch failed")];
  for (const answer of broken) {
    it(`neither calls nor token calls, after ${answer instanceof Error ? "a cut" : answer.status}`, async () => {
      for (const credentials of Object.values(CREDENTIALS)) {
        const { sent, fetch } = wayOut(answer);
        const client = openGoogleClient(credentials, fetch, {});
        expect(await client.getSpreadsheet("id", [], "sheets")).toMatchObject({ ok: false });
        expect(sent.length).toBe(1);
        expect(await client.batchUpdate("id", {}, "replies")).toMatchObject({ ok: false });
        expect(sent.length).toBe(2);
      }
    });
  }
});

describe("failures", () => {
  it("are sorted by what the caller can do", async () => {
    expect(await failure(google(401, "no"))).toEqual({ kind: "unauthorized" });
    expect(await failure(reply(400, { error: "invalid_grant" }))).toEqual({ kind: "unauthorized" });
    expect(await failure(google(403, "no", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"))).toEqual({
      kind: "forbidden",
      because: { reason: "scope" },
    });
    expect(await failure(google(403, "slow", "userRateLimitExceeded"))).toMatchObject({
      kind: "rate-limited",
    });
    expect(await failure(google(404, "gone"))).toEqual({ kind: "not-found" });
    expect(await failure(google(429, "slow"))).toEqual({ kind: "rate-limited", retryAfterMs: 60_000 });
    expect(await failure(reply(429, { error: {} }, { "retry-after": "7" }))).toMatchObject({
      retryAfterMs: 7_000,
    });
    expect(await failure(google(500, "oops"))).toMatchObject({ kind: "unavailable" });
    expect(await failure(new TypeError("fetch failed"))).toMatchObject({ kind: "unavailable" });
    expect(
      await failure(new Response("{", { headers: { "content-type": "application/json" } })),
    ).toMatchObject({
      kind: "unavailable",
    });
    const protectedCell = "You are trying to edit a protected cell or object.";
    expect(await failure(google(400, protectedCell))).toEqual({ kind: "rejected", because: "protected" });
    expect(
      await failure(google(400, "Invalid requests[0].createDeveloperMetadata: ID 5 is already in use.")),
    ).toEqual({ kind: "rejected", because: "fence-in-use" });
    expect(await failure(google(400, "Unable to parse range: 'x'"))).toMatchObject({ because: "bad-range" });
  });

  it.each(["rate-limited", "forbidden", "invalid-input"] as const)(
    "of our own way out (%s) are known to come before anything was sent",
    async (kind) => {
      const error = new AppError(kind, "Refused on our side.");
      const got = await failure(error);
      expect(got).toEqual({ kind: "barred", error });
      expect("kind" in got && appErrorOf(got)).toBe(error);
    },
  );

  it("of our own way out leave open what became of a request that it had sent", async () => {
    const guard = new AppError("upstream-unavailable", "The answer broke off.");
    const got = await failure(guard);
    expect(got).toEqual({ kind: "unavailable", guard });
    expect("kind" in got && appErrorOf(got)).toBe(guard);
  });

  it("of the token call tell that the write behind it never left", async () => {
    for (const credentials of [CREDENTIALS["a refresh token"], CREDENTIALS["a service account"]]) {
      const { sent, fetch } = wayOut(google(503, "busy"));
      const got = await openGoogleClient(credentials ?? { accessToken: "" }, fetch, {}).batchUpdate(
        "id",
        {},
        "replies",
      );
      expect(got).toMatchObject({ failure: { kind: "barred", error: { kind: "upstream-unavailable" } } });
      expect(sent.map(({ url }) => new URL(url).host)).toEqual(["oauth2.googleapis.com"]);
    }
  });

  it("tell no secret and no foreign text", async () => {
    const { fetch } = wayOut(
      reply(400, { error: "invalid_grant", error_description: "canary 1//canary-refresh" }),
    );
    for (const credentials of Object.values(CREDENTIALS)) {
      const connector = openGoogleSheets(credentials, { fetch, openSocket: () => Promise.reject() }, {});
      const error: unknown = await connector
        .side({ address: { spreadsheetId: "a", sheetId: 0, title: "t" }, mapped: [], key: [] })
        .read(null)
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind: "connection-broken" });
      expect((error as Error).cause).toBeUndefined();
      expect(JSON.stringify(error)).not.toContain("canary");
    }
  });

  it("take a key that is none for a broken connection", async () => {
    const { sent, fetch } = wayOut(TOKEN);
    const serviceAccount = { client_email: "a@b", private_key: "not a key" };
    const client = openGoogleClient({ serviceAccount }, fetch, {});
    expect(await client.listSpreadsheets("", 1)).toEqual({ ok: false, failure: { kind: "unauthorized" } });
    expect(sent).toEqual([]);
  });
});
