import { describe, expect, it } from "vitest";
import { hashedSigningKey, sameText, sign, signatureHolds } from "./signature";

const KEY = "signkey-prod-0011223344556677";
const NOW = 1_700_000_000;

describe("sign", () => {
  it("is an HMAC over the text and the time, with the key as text without its prefix", () => {
    // Computed with OpenSSL: printf '{"a":1}1700000000' | openssl dgst -sha256 -hmac 0011223344556677
    expect(sign('{"a":1}', KEY, NOW)).toBe(
      `t=${NOW}&s=6a3539ca7f77c54ff4f0f1a08317ac4e3a4566218335ae2872772c368433b882`,
    );
    expect(sign('{"a":1}', "0011223344556677", NOW)).toBe(sign('{"a":1}', KEY, NOW));
  });
});

describe("signatureHolds", () => {
  const header = sign("body", KEY, NOW);
  it("takes its own signature for five minutes, either way", () => {
    for (const late of [-300, 0, 300]) expect(signatureHolds(header, "body", KEY, NOW + late)).toBe(true);
    for (const late of [-301, 301]) expect(signatureHolds(header, "body", KEY, NOW + late)).toBe(false);
  });
  it.each([
    ["another body", header, "bodY", KEY],
    ["another key", header, "body", "signkey-prod-ff11223344556677"],
    ["a changed time", header.replace(String(NOW), String(NOW + 1)), "body", KEY],
    ["no time", "s=00", "body", KEY],
    ["nothing", "", "body", KEY],
  ])("refuses %s", (_what, given, text, key) => expect(signatureHolds(given, text, key, NOW)).toBe(false));
});

describe("hashedSigningKey", () => {
  it("keeps the prefix and hashes the bytes that the hex stands for", () =>
    expect(hashedSigningKey(KEY)).toBe(
      "signkey-prod-d1a5f998fa6ed82da6943127533b412f2286b30c8473a819f70a8fec5913fea7",
    ));
});

it("sameText compares texts of any length", () => {
  expect(sameText("a", "a")).toBe(true);
  expect(sameText("a", "ab")).toBe(false);
});
