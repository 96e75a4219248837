import { describe, expect, test } from "vitest";
import { matchAccounts } from "./account-match";
import { verdictOf } from "./consent-return";
import { revocationOf } from "./revocation";

describe("matchAccounts", () => {
  const [a, b] = [
    { id: "a", name: "A" },
    { id: "b", name: "B" },
  ];
  test.each([
    ["the same", a, { ...a, name: "renamed" }, "same"],
    ["another", a, b, "other"],
    ["one that does not tell", a, null, "other"],
    ["one where nobody knew before", null, b, "other"],
    ["none in a system without accounts", null, null, "same"],
  ] as const)("%s", (_, before, after, match) => {
    expect(matchAccounts(before, after)).toBe(match);
  });
});

describe("verdictOf", () => {
  const came = { state: "s", code: "c", error: null };
  test.each([
    ["a code", came, "go-on"],
    ["a refusal", { ...came, code: null, error: "access_denied" }, "declined"],
    ["a refusal beside a code", { ...came, error: "access_denied" }, "declined"],
    ["another error", { ...came, error: "server_error" }, "failed"],
    ["an error that is markup", { ...came, error: "<script>" }, "failed"],
    ["nothing", { ...came, code: null }, "failed"],
    ["an empty code", { ...came, code: "" }, "failed"],
    ["a code without an end", { ...came, code: "c".repeat(5_000) }, "failed"],
    ["no state", { ...came, state: null }, "failed"],
    ["an empty state", { ...came, state: "" }, "failed"],
    ["a refusal without a state", { state: null, code: null, error: "access_denied" }, "failed"],
  ] as const)("%s", (_, given, verdict) => {
    expect(verdictOf(given).verdict).toBe(verdict);
  });
});

describe("revocationOf", () => {
  const facts = { hasConsent: true, hasProvider: true, revokesWholeAccount: true, isAccountShared: false };
  test.each([
    ["a consent of its own", facts, "revoke"],
    ["one that others live on", { ...facts, isAccountShared: true }, "keep"],
    [
      "one of several, each revoked by itself",
      { ...facts, revokesWholeAccount: false, isAccountShared: true },
      "revoke",
    ],
    ["a key or a password", { ...facts, hasConsent: false }, "none"],
    ["no client any more", { ...facts, hasProvider: false }, "none"],
  ] as const)("%s", (_, given, revocation) => {
    expect(revocationOf(given)).toBe(revocation);
  });
});
