import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { forgetEnv } from "@/lib/env";

vi.mock("./adapter", () => ({ adapterOf: () => ({}) }));

const { ownPath } = await import("./sign-in");

const APP = "https://app.chittysync.example";
const KEPT = { ...process.env };

beforeAll(() => {
  Object.assign(process.env, {
    APP_URL: APP,
    APP_SECRET: "x".repeat(32),
    DATABASE_URL: "postgres://127.0.0.1/none",
    VAULT_KEY_FILE: "/none",
  });
  forgetEnv();
});
afterAll(() => {
  process.env = KEPT;
  forgetEnv();
});

/** Ways to write another site's address that browsers and parsers have taken for a path. */
const ELSEWHERE = [
  "evil.example",
  "evil.example:443",
  "app.chittysync.example.evil.example",
  "127.0.0.1",
  "[::1]",
];
const WRITTEN: readonly ((host: string) => string)[] = [
  (host) => `https://${host}`,
  (host) => `http://${host}/`,
  (host) => `//${host}`,
  (host) => `///${host}`,
  (host) => `////${host}/%2f..`,
  (host) => `/\\${host}`,
  (host) => `\\\\${host}`,
  (host) => `/\t/${host}`,
  (host) => `/\n/${host}`,
  (host) => `\u0000//${host}`,
  (host) => ` //${host}`,
  (host) => `https:${host}`,
  (host) => `https:/${host}`,
  (host) => `https:\\\\${host}`,
  (host) => `HTTPS://${host}`,
  (host) => `${APP}@${host}`,
  (host) => `https://app.chittysync.example:pw@${host}/`,
  (host) => `${APP}//${host}`,
  (host) => `${APP}/\\/${host}`,
  (host) => `/.//${host}`,
  (host) => `/..//${host}`,
  (host) => `/%5c${host}`,
  (host) => `/%2f/${host}`,
  (host) => `javascript://${host}/%0aalert(1)`,
  (host) => `data:text/html,//${host}`,
];

const PAYLOADS = ELSEWHERE.flatMap((host) => WRITTEN.map((write) => write(host)));

test("no way to write another address leads there", () => {
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(100);
  for (const payload of PAYLOADS) {
    const path = ownPath(payload);
    expect({ payload, path }).toEqual({ payload, path: expect.stringMatching(/^\/(?![/\\])/) });
    expect({ payload, at: new URL(path, APP).origin }).toEqual({ payload, at: APP });
  }
});

test.each([
  [undefined, "/"],
  ["/org_1/settings/sign-in?tab=1", "/org_1/settings/sign-in?tab=1"],
  [`${APP}/account`, "/account"],
  ["account", "/account"],
  ["/apiary", "/apiary"],
  // What begins a sign-in, or anything else, is not where somebody comes to by signing in.
  ["/api/auth/oidc/idp_1/start", "/"],
  ["/%61pi/auth/saml/idp_1/start?x=1", "/"],
  [`${APP}//api/auth/demo`, "/"],
  ["/org_1/../api/auth/demo", "/"],
  ["/%", "/"],
])("%s leads to %s", (wanted, path) => expect(ownPath(wanted)).toBe(path));
