import { generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { newUuid } from "@/lib/ids";
import { claimsOf, discover, type OidcClient } from "./oidc";

/** What the providers of this file answer, by address; nothing leaves the process. */
const { answers } = vi.hoisted(() => ({ answers: new Map<string, unknown>() }));
vi.mock("@/lib/egress/guarded-fetch", () => ({
  guardedFetch: () => async (url: string) => {
    const answer = answers.get(url);
    return answer === undefined ? new Response(null, { status: 404 }) : Response.json(answer);
  },
}));

beforeAll(() => {
  Object.assign(process.env, {
    APP_URL: "https://app.example",
    APP_SECRET: "s".repeat(48),
    DATABASE_URL: "postgresql://127.0.0.1/none",
    VAULT_KEY_FILE: "/nowhere",
  });
  forgetEnv();
});
afterAll(() => forgetEnv());
beforeEach(() => answers.clear());

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const client = (issuer: string): OidcClient => ({
  providerId: newUuid(),
  issuer,
  clientId: "us",
  clientSecret: "secret",
});

/** A provider whose metadata stand at `at` and name `issuer`. */
function provide(at: string, issuer: string): void {
  const server = "https://evil.example";
  answers.set(at, {
    issuer,
    authorization_endpoint: `${server}/authorize`,
    token_endpoint: `${server}/token`,
    jwks_uri: `${server}/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  });
  answers.set(`${server}/keys`, {
    keys: [{ ...publicKey.export({ format: "jwk" }), alg: "RS256", use: "sig" }],
  });
}

function idToken(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const signed = `${part({ alg: "RS256" })}.${part({ iat: now, exp: now + 60, ...claims })}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

const ELSEWHERE = "the provider speaks for another issuer";
const METADATA = "/.well-known/openid-configuration";

test("a provider that names another issuer is none, at the address of its metadata too", async () => {
  const at = `https://evil.example${METADATA}`;
  provide(at, "https://corp.okta.com");
  await expect(discover(client(at))).rejects.toThrow(ELSEWHERE);
  provide(at, "https://evil.example/");
  await expect(discover(client("https://evil.example"))).rejects.toThrow(ELSEWHERE);
  provide(at, "https://evil.example");
  expect((await discover(client("https://evil.example"))).serverMetadata().issuer).toBe(
    "https://evil.example",
  );
});

/** Who has come back to a client as whom the token endpoint tells. */
function arrive(at: OidcClient, claims: Readonly<Record<string, unknown>>) {
  answers.set("https://evil.example/token", {
    access_token: "a",
    token_type: "bearer",
    id_token: idToken({ aud: "us", sub: "owner", nonce: "nonce", ...claims }),
  });
  const checks = { state: "state", nonce: "nonce", verifier: "v".repeat(43) };
  return claimsOf(at, new URLSearchParams({ state: "state", code: "c" }), checks);
}

test("a tenant of Microsoft's tells of its own people, and what stands for all tenants of nobody", async () => {
  const [own, strangers, common] = ["own", "stranger", "common"].map(
    (tenant) => `https://login.microsoftonline.com/${tenant}/v2.0`,
  ) as [string, string, string];
  const email = "newhire@corp.example";
  provide(common + METADATA, "https://login.microsoftonline.com/{tenantid}/v2.0");
  await expect(arrive(client(common), { iss: strangers, tid: "stranger", email })).rejects.toThrow(ELSEWHERE);
  provide(own + METADATA, own);
  await expect(arrive(client(own), { iss: strangers, tid: "stranger", email })).rejects.toThrow();
  expect(await arrive(client(own), { iss: own, tid: "own", email })).toMatchObject({ issuer: own, email });
});
