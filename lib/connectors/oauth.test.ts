import { describe, expect, test } from "vitest";
import { googleOAuth } from "./google-sheets/oauth";
import { notionOAuth } from "./notion/oauth";
import type { OAuthProvider } from "./oauth";
import { filesOpenedBy, pickerOf } from "./registry";

const CLIENT = { clientId: "id:with colon?", clientSecret: "TESTONLY secret" };
const AUTH = "https://www.googleapis.com/auth";

interface Sent {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** Both providers over an answer by hand; `sent` is what they asked. */
function scripted(status: number, body: unknown) {
  const sent: Sent[] = [];
  const fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
    sent.push({ url: String(input), headers: new Headers(init?.headers), body: String(init?.body) });
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  }) as typeof globalThis.fetch;
  return {
    sent,
    both: [
      notionOAuth({ ...CLIENT, fetch }, undefined),
      googleOAuth({ ...CLIENT, fetch }, undefined),
    ] as const,
  };
}

const REQUEST = { redirectUri: "https://app.example/cb", state: "s&t", challenge: "ch", files: null };
const CODE = { code: "c", redirectUri: REQUEST.redirectUri, verifier: "v" };
const nobody = scripted(200, {}).both;

describe("where the browser is sent", () => {
  test("Notion: the person's own, no scopes, no PKCE", () => {
    const url = new URL(nobody[0].authorizeUrl(REQUEST));
    expect(url.origin + url.pathname).toBe("https://api.notion.com/v1/oauth/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      owner: "user",
      client_id: CLIENT.clientId,
      redirect_uri: REQUEST.redirectUri,
      response_type: "code",
      state: "s&t",
    });
  });

  test.each([
    ["picked", `${AUTH}/drive.file`],
    ["all", `${AUTH}/spreadsheets ${AUTH}/drive.file`],
    [null, `${AUTH}/drive.file`],
  ] as const)("Google: offline, consent asked for anew, PKCE by S256, for %s files", (files, scope) => {
    const url = new URL(nobody[1].authorizeUrl({ ...REQUEST, files }));
    expect(url.origin + url.pathname).toBe("https://accounts.google.com/o/oauth2/v2/auth");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      access_type: "offline",
      prompt: "consent",
      code_challenge: "ch",
      code_challenge_method: "S256",
      scope,
    });
  });
});

const outcome = async (renewal: ReturnType<OAuthProvider["renew"]>): Promise<string> =>
  renewal.then(
    (answer) => answer.outcome,
    (error: { kind: string }) => error.kind,
  );

describe("what an answer to a renewal means", () => {
  test.each([
    [200, { access_token: "a" }, "granted"],
    [400, { error: "invalid_grant" }, "refused"],
    [400, { object: "error", code: "invalid_grant" }, "refused"],
    [401, { error: "invalid_client" }, "upstream-unavailable"],
    [400, { error: "invalid_request" }, "upstream-unavailable"],
    [200, {}, "upstream-unavailable"],
    [200, "<html>", "upstream-unavailable"],
    [429, { error: "invalid_grant" }, "upstream-unavailable"],
    [503, { error: "invalid_grant" }, "upstream-unavailable"],
    [200, [], "upstream-unavailable"],
  ])("%i %j is %s", async (status, body, expected) => {
    for (const provider of scripted(status, body).both)
      expect(await outcome(provider.renew("r"))).toBe(expected);
  });
});

test("a code that is not taken says what to do, and nothing of the code", async () => {
  for (const provider of scripted(400, { error: "invalid_grant", error_description: "code c" }).both)
    await expect(provider.exchange(CODE)).rejects.toMatchObject({
      kind: "invalid-input",
      remedy: expect.stringContaining("again"),
    });
});

test("a grant is read with its end, its renewal and what was agreed to", async () => {
  const { both, sent } = scripted(200, {
    access_token: "a",
    refresh_token: "r",
    expires_in: 3599,
    scope: "x y",
  });
  for (const provider of both) {
    const grant = await provider.exchange(CODE);
    expect(grant).toMatchObject({ accessToken: "a", refreshToken: "r", scopes: ["x", "y"] });
    expect(Math.abs((grant.expiresAt ?? 0) - Date.now() - 3_599_000)).toBeLessThan(10_000);
  }
  const [notion, google] = sent;
  const basic = Buffer.from(`${CLIENT.clientId}:${CLIENT.clientSecret}`).toString("base64");
  expect(notion?.headers.get("authorization")).toBe(`Basic ${basic}`);
  expect(JSON.parse(notion?.body ?? "")).not.toHaveProperty("code_verifier");
  expect(new URLSearchParams(google?.body).get("code_verifier")).toBe("v");
  for (const { url } of sent) expect(url).not.toMatch(/secret|code=|TESTONLY/);
});

describe("what was not agreed to with Google", () => {
  const [, google] = nobody;
  test.each([
    ["picked", `${AUTH}/drive.file`, 0],
    ["picked", `${AUTH}/drive`, 0],
    ["picked", `${AUTH}/spreadsheets`, 1],
    ["picked", "", 1],
    ["all", `${AUTH}/spreadsheets ${AUTH}/drive.file`, 0],
    ["all", `${AUTH}/drive`, 0],
    ["all", `${AUTH}/drive.file`, 1],
    ["all", `${AUTH}/spreadsheets`, 1],
    ["all", "", 2],
  ] as const)("of %s files by %s: %i", (files, scope, count) => {
    expect(google.missingFrom(scope.split(" "), files)).toHaveLength(count);
  });

  test("no scope told is nothing agreed to", () => {
    expect(google.missingFrom(null, "all")).toHaveLength(2);
  });
});

describe("what a Google connection opens", () => {
  test.each([
    [[`${AUTH}/drive.file`], "picked"],
    [[`${AUTH}/spreadsheets`, `${AUTH}/drive.file`], "all"],
    [[`${AUTH}/spreadsheets`, `${AUTH}/drive.metadata.readonly`], "all"],
    [[`${AUTH}/drive`], "all"],
    [["openid"], null],
    [[], null],
  ])("%s: %s", (scopes, files) => {
    expect(filesOpenedBy("google-sheets", scopes)).toBe(files);
    expect(filesOpenedBy("notion", scopes)).toBeNull();
  });

  const google = { googleClientId: "123-abc.apps.googleusercontent.com" };

  test("only a token that opens nothing but what was picked has a dialog to pick in", () => {
    const scriptUrl = "https://apis.google.com/js/api.js";
    expect(pickerOf("google-sheets", [`${AUTH}/drive.file`], google)).toEqual({ scriptUrl, appId: "123" });
    for (const more of ["spreadsheets", "drive", "drive.metadata.readonly"])
      expect(pickerOf("google-sheets", [`${AUTH}/drive.file`, `${AUTH}/${more}`], google)).toBeNull();
    for (const scopes of [[], ["openid"]]) expect(pickerOf("google-sheets", scopes, google)).toBeNull();
    expect(pickerOf("google-sheets", [`${AUTH}/drive.file`], {})).toBeNull();
    expect(pickerOf("notion", [`${AUTH}/drive.file`], google)).toBeNull();
  });

  test("the dialog's script is where Google is", () => {
    const there = { googleClientId: "sandbox", googleApiUrl: "http://127.0.0.1:7/" };
    expect(pickerOf("google-sheets", [`${AUTH}/drive.file`], there)).toEqual({
      scriptUrl: "http://127.0.0.1:7/js/api.js",
      appId: null,
    });
  });
});
