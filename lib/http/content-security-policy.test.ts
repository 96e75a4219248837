import { expect, test } from "vitest";
import { DATA_POLICY, newNonce, pagePolicy } from "./content-security-policy";

test("a nonce has 128 bits and never comes twice", () => {
  const nonces = Array.from({ length: 1000 }, newNonce);
  expect(new Set(nonces).size).toBe(1000);
  for (const nonce of nonces) expect(Buffer.from(nonce, "base64")).toHaveLength(16);
});

test("a page in production runs its own scripts only", () => {
  expect(pagePolicy({ nonce: "N", isDevelopment: false }).split("; ")).toEqual([
    "default-src 'none'",
    "script-src 'nonce-N' 'strict-dynamic'",
    "style-src 'self' 'nonce-N'",
    "style-src-attr 'none'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]);
});

test("only hot reload may evaluate text, and its styles stand in the page", () => {
  const policy = pagePolicy({ nonce: "N", isDevelopment: true });
  expect(policy).toContain("script-src 'nonce-N' 'strict-dynamic' 'unsafe-eval'");
  expect(policy).toContain("style-src 'self' 'unsafe-inline'");
  expect(pagePolicy({ nonce: "N", isDevelopment: false })).not.toMatch(/unsafe|ws:/);
});

test("what is no page loads nothing", () => {
  expect(DATA_POLICY).toMatch(/^default-src 'none'; /);
  expect(DATA_POLICY).not.toMatch(/self|unsafe/);
});
