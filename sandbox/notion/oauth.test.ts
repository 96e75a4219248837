import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { failureOf, type Harness, startHarness } from "./testing/harness";

const CLIENT = { client_id: "sandbox-client", client_secret: "sandbox-secret" };
const REDIRECT = "http://127.0.0.1:9/back?keep=1";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

const authorizeUrl = (more: Record<string, string> = {}) => {
  const url = new URL("/v1/oauth/authorize", harness.url);
  const query = {
    owner: "user",
    client_id: CLIENT.client_id,
    redirect_uri: REDIRECT,
    response_type: "code",
    state: "s&1",
    ...more,
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
};

async function consent(decision: string): Promise<URL> {
  const answer = await fetch(authorizeUrl({ decision }), { redirect: "manual" });
  expect(answer.status).toBe(302);
  return new URL(String(answer.headers.get("location")));
}

const exchange = (code: string, redirect_uri = REDIRECT) =>
  harness.notion.oauth.token({ ...CLIENT, grant_type: "authorization_code", code, redirect_uri });
const refresh = (refresh_token: string) =>
  harness.notion.oauth.token({ ...CLIENT, grant_type: "refresh_token", refresh_token });
const grantOf = async (call: Promise<unknown>) =>
  JSON.parse((await failureOf(call)).body) as { code: string };

describe("consent", () => {
  it("shows Allow and Cancel, escaped, and leads back with code or error and the state", async () => {
    const page = await fetch(authorizeUrl({ state: '"><script>' }));
    const html = await page.text();
    expect(html).toMatch(/Allow access[\s\S]*Cancel/);
    expect(html).not.toContain("<script>");
    const allowed = await consent("allow");
    expect(allowed.searchParams.get("state")).toBe("s&1");
    expect(allowed.searchParams.get("keep")).toBe("1");
    const cancelled = await consent("cancel");
    expect(cancelled.searchParams.get("error")).toBe("access_denied");
    expect(cancelled.searchParams.get("code")).toBeNull();
  });

  it.each([
    { client_id: "other" },
    { response_type: "token" },
    { redirect_uri: "javascript:alert(1)" },
    { owner: "workspace" },
  ])("refuses %j without leading anywhere", async (wrong) => {
    const answer = await fetch(authorizeUrl({ ...(wrong as Record<string, string>), decision: "allow" }), {
      redirect: "manual",
    });
    expect(answer.status).toBe(400);
  });
});

describe("tokens", () => {
  it("are given once for a code, and work", async () => {
    const code = String((await consent("allow")).searchParams.get("code"));
    const token = await exchange(code);
    expect(token).toMatchObject({ token_type: "bearer", owner: { type: "user" } });
    expect(token).not.toHaveProperty("expires_in");
    const me = await harness.client(token.access_token).users.me({});
    expect(me.id).toBe(token.bot_id);
    expect(await grantOf(exchange(code))).toMatchObject({
      object: "error",
      status: 400,
      code: "invalid_grant",
    });
  });

  it("are refused for another redirect, an old code, and a wrong client", async () => {
    const first = String((await consent("allow")).searchParams.get("code"));
    expect((await grantOf(exchange(first, "http://127.0.0.1:9/other"))).code).toBe("invalid_grant");
    const second = String((await consent("allow")).searchParams.get("code"));
    harness.clock.advance(601_000);
    expect((await grantOf(exchange(second))).code).toBe("invalid_grant");
    const failure = await failureOf(
      harness.notion.oauth.token({
        ...CLIENT,
        client_secret: "wrong",
        grant_type: "authorization_code",
        code: "x",
      }),
    );
    expect(failure.status).toBe(401);
  });

  it("are both replaced by a refresh, and only one of two refreshes at once wins", async () => {
    const token = await exchange(String((await consent("allow")).searchParams.get("code")));
    const old = String(token.refresh_token);
    const both = await Promise.allSettled([refresh(old), refresh(old)]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    const won = both.find((one) => one.status === "fulfilled")?.value;
    expect(won?.access_token).not.toBe(token.access_token);
    expect(won?.refresh_token).not.toBe(old);
    expect(won?.bot_id).toBe(token.bot_id);
    expect((await failureOf(harness.client(token.access_token).users.me({}))).status).toBe(401);
    await harness.client(String(won?.access_token)).users.me({});
    expect(await grantOf(refresh(old))).toMatchObject({ status: 400, code: "invalid_grant" });
  });

  it("can be looked at and revoked", async () => {
    const token = await exchange(String((await consent("allow")).searchParams.get("code")));
    const look = () => harness.notion.oauth.introspect({ ...CLIENT, token: token.access_token });
    expect(await look()).toMatchObject({ active: true, iat: expect.any(Number) });
    await harness.notion.oauth.revoke({ ...CLIENT, token: token.access_token });
    expect(await look()).toEqual({ active: false });
    expect((await failureOf(harness.client(token.access_token).users.me({}))).status).toBe(401);
    expect((await grantOf(refresh(String(token.refresh_token)))).code).toBe("invalid_grant");
  });

  it("end early while refresh tokens live, and all at once when consent is taken back", async () => {
    const token = await exchange(String((await consent("allow")).searchParams.get("code")));
    await harness.control("expire-tokens");
    expect((await failureOf(harness.client(token.access_token).users.me({}))).status).toBe(401);
    const renewed = await refresh(String(token.refresh_token));
    await harness.client(renewed.access_token).users.me({});
    const internal = (await harness.control("create-workspace-token")) as { token: string };
    await harness.control("withdraw-consent");
    expect((await failureOf(harness.client(renewed.access_token).users.me({}))).status).toBe(401);
    expect((await grantOf(refresh(String(renewed.refresh_token)))).code).toBe("invalid_grant");
    await harness.client(internal.token).users.me({});
  });

  it("of two authorizations by the same person share the bot but not the pair", async () => {
    const one = await exchange(String((await consent("allow")).searchParams.get("code")));
    const two = await exchange(String((await consent("allow")).searchParams.get("code")));
    expect(two.bot_id).toBe(one.bot_id);
    expect(two.access_token).not.toBe(one.access_token);
    await harness.client(one.access_token).users.me({});
  });
});
