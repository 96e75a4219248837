import { expect, test } from "vitest";
import { DATA_POLICY, newNonce, pagePolicy } from "./content-security-policy";
import { pickerFrame } from "./picker-frame";

test("a nonce has 128 bits and never comes twice", () => {
  const nonces = Array.from({ length: 1000 }, newNonce);
  expect(new Set(nonces).size).toBe(1000);
  for (const nonce of nonces) expect(Buffer.from(nonce, "base64")).toHaveLength(16);
});

test("a page in production runs its own scripts only", () => {
  expect(pagePolicy({ nonce: "N", isDevelopment: false, frame: null }).split("; ")).toEqual([
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

test("one page may hold the frame of Google's dialog, and nothing else is let in there", () => {
  const page = "/org_abc/connections/con_abc/spreadsheets";
  const client = { GOOGLE_CLIENT_ID: "1-a" };
  expect(pickerFrame(page, client)).toBe("https://docs.google.com");
  expect(pickerFrame(page, { ...client, GOOGLE_API_URL: "http://127.0.0.1:7/x" })).toBe("http://127.0.0.1:7");
  expect(pickerFrame(page, {})).toBeNull();
  for (const other of ["/org_abc/connections", `${page}/x`, `/x${page}`, "/org_abc/registries/reg_abc"])
    expect(pickerFrame(other, client)).toBeNull();
  const without = pagePolicy({ nonce: "N", isDevelopment: false, frame: null }).split("; ");
  const frame = "https://docs.google.com";
  const more = pagePolicy({ nonce: "N", isDevelopment: false, frame }).split("; ");
  expect(more.filter((directive) => !without.includes(directive))).toEqual([`frame-src ${frame}`]);
});

test("only hot reload may evaluate text, and its styles stand in the page", () => {
  const policy = pagePolicy({ nonce: "N", isDevelopment: true, frame: null });
  expect(policy).toContain("script-src 'nonce-N' 'strict-dynamic' 'unsafe-eval'");
  expect(policy).toContain("style-src 'self' 'unsafe-inline'");
  expect(pagePolicy({ nonce: "N", isDevelopment: false, frame: null })).not.toMatch(/unsafe|ws:/);
});

test("what is no page loads nothing", () => {
  expect(DATA_POLICY).toMatch(/^default-src 'none'; /);
  expect(DATA_POLICY).not.toMatch(/self|unsafe/);
});
