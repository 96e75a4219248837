import { createHash, randomBytes } from "node:crypto";
import { CodeChallengeMethod, JWT } from "google-auth-library";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Clock } from "../clock";
import { type Bench, bench } from "./testing/bench";
import { testSheet } from "./testing/sheet";

const REDIRECT = "http://localhost:3000/api/oauth/google";
const SCOPES = [
  "openid",
  "https://www.googleapis.com/auth/drive.file",
  "https://www.googleapis.com/auth/spreadsheets",
];

let at: Bench;
const clock = new Clock();

beforeAll(async () => {
  at = await bench({ clock });
  at.control("create-account", { email: "ada@example.com" });
});
afterAll(() => at.close());

/** What a browser sends back from the consent page: its hidden fields, the chosen account and the ticked scopes. */
async function consent(url: string, choose: { scopes?: string[]; decision?: string; email?: string } = {}) {
  const page = await (await fetch(url)).text();
  const form = new URLSearchParams();
  const decode = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  for (const [, name = "", value = ""] of page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g))
    form.append(decode(name), decode(value));
  const offered = [...page.matchAll(/name="granted" value="([^"]*)"/g)].map((match) =>
    decode(match[1] ?? ""),
  );
  for (const scope of choose.scopes ?? offered) form.append("granted", scope);
  form.set("account", choose.email ?? "ada@example.com");
  form.set("decision", choose.decision ?? "allow");
  const answer = await fetch(`${at.url}/o/oauth2/v2/auth`, {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  return new URL(answer.headers.get("location") ?? "http://none.invalid");
}

const pkce = () => {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
};

describe("authorization code", () => {
  it("echoes state, exchanges once, checks the verifier, and names the granted scopes only", async () => {
    const client = at.auth({});
    const { verifier, challenge } = pkce();
    const url = client.generateAuthUrl({
      access_type: "offline",
      prompt: "consent",
      scope: SCOPES,
      state: "s&<\"'=1",
      redirect_uri: REDIRECT,
      code_challenge: challenge,
      code_challenge_method: CodeChallengeMethod.S256,
    });
    const back = await consent(url, { scopes: SCOPES.slice(0, 2) });
    expect(back.href.startsWith(REDIRECT)).toBe(true);
    expect(back.searchParams.get("state")).toBe("s&<\"'=1");
    const code = back.searchParams.get("code") ?? "";
    const exchange = (codeVerifier: string, redirect_uri = REDIRECT) =>
      client.getToken({ code, codeVerifier, redirect_uri });
    await expect(exchange("wrong")).rejects.toMatchObject({ response: { data: { error: "invalid_grant" } } });
    await expect(exchange(verifier, "http://localhost:1/x")).rejects.toMatchObject({
      response: { data: { error: "redirect_uri_mismatch" } },
    });
    const { tokens } = await exchange(verifier);
    expect(tokens.scope).toBe(SCOPES.slice(0, 2).join(" "));
    expect(tokens.refresh_token).toBeDefined();
    await expect(exchange(verifier)).rejects.toMatchObject({
      response: { data: { error: "invalid_grant" } },
    });
    const ticket = await client.verifyIdToken({ idToken: tokens.id_token ?? "" });
    expect(ticket.getPayload()?.email).toBe("ada@example.com");
    const info = await client.getTokenInfo(tokens.access_token ?? "");
    expect(info.scopes).toEqual(SCOPES.slice(0, 2));
  });

  it("gives a refresh token only offline, and the second time only when asked again", async () => {
    const client = at.auth({});
    const tokensFor = async (extra: object) => {
      const url = client.generateAuthUrl({ scope: SCOPES, redirect_uri: REDIRECT, ...extra });
      const code = (await consent(url, { email: "bob@example.com" })).searchParams.get("code") ?? "";
      return (await client.getToken({ code, redirect_uri: REDIRECT })).tokens.refresh_token;
    };
    expect(await tokensFor({})).toBeUndefined();
    expect(await tokensFor({ access_type: "offline" })).toBeDefined();
    expect(await tokensFor({ access_type: "offline" })).toBeUndefined();
    expect(await tokensFor({ access_type: "offline", prompt: "consent" })).toBeDefined();
  });

  it("sends a refusal back, and an untrusted redirect address nothing", async () => {
    const client = at.auth({});
    const url = client.generateAuthUrl({ scope: SCOPES, redirect_uri: REDIRECT, state: "x" });
    const back = await consent(url, { decision: "deny" });
    expect(back.searchParams.get("error")).toBe("access_denied");
    const foreign = await fetch(
      client.generateAuthUrl({ scope: SCOPES, redirect_uri: "https://evil.example/" }),
    );
    expect(foreign.status).toBe(400);
    expect(await foreign.text()).toContain("redirect_uri_mismatch");
  });
});

describe("tokens", () => {
  it("refreshes, expires after 3599 seconds, and dies on revocation", async () => {
    const { accessToken, refreshToken } = at.control<{ accessToken: string; refreshToken: string }>(
      "create-account",
      { email: "eve@example.com" },
    );
    const { spreadsheetId } = at.control<{ spreadsheetId: string }>("create-spreadsheet", {
      title: "x",
      owner: "eve@example.com",
    });
    const get = (token: string) => at.sheets(token).spreadsheets.get({ spreadsheetId });
    expect((await get(accessToken)).status).toBe(200);
    clock.advance(3_600_000);
    await expect(get(accessToken)).rejects.toMatchObject({ code: 401 });
    const client = at.auth({ refreshToken });
    const { token } = await client.getAccessToken();
    expect((await get(token ?? "")).status).toBe(200);
    await client.revokeToken(refreshToken);
    await expect(get(token ?? "")).rejects.toMatchObject({ code: 401 });
    await expect(at.auth({ refreshToken }).getAccessToken()).rejects.toMatchObject({
      response: {
        status: 400,
        data: { error: "invalid_grant", error_description: "Token has been expired or revoked." },
      },
    });
  });

  it("of one person and client die together, by one revocation or by the person's own hand", async () => {
    const make = (email: string) =>
      at.control<{ refreshToken: string }>("create-account", { email }).refreshToken;
    const [one, two, another] = ["two@example.com", "two@example.com", "third@example.com"].map(make);
    const get = (refreshToken = "") => at.auth({ refreshToken }).getAccessToken();
    await at.auth({ refreshToken: one ?? "" }).revokeToken(one ?? "");
    await expect(get(two)).rejects.toMatchObject({ response: { data: { error: "invalid_grant" } } });
    await get(another);
    at.control("withdraw-consent", { email: "third@example.com" });
    await expect(get(another)).rejects.toMatchObject({ response: { data: { error: "invalid_grant" } } });
  });

  it("refuses a wrong client secret", async () => {
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: "sandbox-google-client",
      client_secret: "wrong",
      refresh_token: "x",
    });
    const answer = await fetch(`${at.url}/token`, { method: "POST", body });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: "invalid_client", error_description: "Unauthorized" });
  });

  it("serves a service account's signed assertion", async () => {
    const email = "robot@project.iam.example.com";
    const account = at.control<{ private_key: string }>("create-service-account", { email });
    // The library's address for this grant cannot be changed; its transport can.
    const jwt = new JWT({
      email,
      key: account.private_key,
      scopes: SCOPES.slice(1),
      transporterOptions: {
        fetchImplementation: (input: string | URL | Request, init?: RequestInit) => {
          const to = new URL(input instanceof Request ? input.url : input);
          return fetch(`${at.url}${to.pathname}`, init);
        },
      },
    });
    const { access_token: token } = await jwt.authorize();
    const sheet = testSheet(at, [["a"]]);
    const get = () => at.sheets(token ?? "").spreadsheets.get({ spreadsheetId: sheet.spreadsheetId });
    await expect(get()).rejects.toMatchObject({ code: 403 });
    at.control("share", { spreadsheetId: sheet.spreadsheetId, email, role: "reader" });
    expect((await get()).status).toBe(200);
  });
});
