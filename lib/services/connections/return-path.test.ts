import { expect, test } from "vitest";
import { returnPath } from "./return-path";

const FALLBACK = "/org_1/connections";

test.each([
  ["/org_1/connections", "/org_1/connections"],
  ["/org_1/registries/new?step=2&draft=d_1", "/org_1/registries/new?step=2&draft=d_1"],
  ["/org_1/connections#part", "/org_1/connections"],
  ["/", "/"],
])("%s is ours", (asked, led) => {
  expect(returnPath(asked, FALLBACK)).toBe(led);
});

/** Hosts in every dress that browsers take off again. */
const HOSTS = ["evil.example", "evil.example:443", "user@evil.example", "[::1]", "127.0.0.1", "2130706433"];
const DRESSES = [
  (host: string) => `//${host}`,
  (host: string) => `///${host}`,
  (host: string) => `/\\${host}`,
  (host: string) => `\\\\${host}`,
  (host: string) => `/\t/${host}`,
  (host: string) => `/\n/${host}`,
  (host: string) => `/.//${host}`,
  (host: string) => `/x/..//${host}`,
  (host: string) => `/%2e//${host}`,
  (host: string) => `https://${host}/`,
  (host: string) => `HTTPS:${host}`,
  (host: string) => `http:/${host}`,
  (host: string) => ` //${host}`,
  (host: string) => `\u0000//${host}`,
  (host: string) => `／／${host}`,
  (host: string) => host,
];
const OTHERS = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,x",
  "/api/oauth/notion/start?org=org_1",
  "/x/../api/v1/me",
  "",
  "connections",
  "?x=1",
  `/${"a".repeat(600)}`,
  "/ö",
  "/a b",
];

const payloads = [...HOSTS.flatMap((host) => DRESSES.map((dress) => dress(host))), ...OTHERS];

test("more than a hundred ways to lead elsewhere lead back to our own page", () => {
  expect(payloads.length).toBeGreaterThanOrEqual(100);
  for (const payload of payloads)
    expect(returnPath(payload, FALLBACK), JSON.stringify(payload)).toBe(FALLBACK);
  expect(returnPath(null, FALLBACK)).toBe(FALLBACK);
});
