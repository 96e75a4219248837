import { expect, test } from "vitest";
import { testKey } from "@/lib/auth/saml/testing/test-key";
import { providerInput } from "./provider-input";

const saml = (certificate: string) =>
  providerInput.safeParse({
    kind: "saml",
    name: "Company",
    config: {
      from: "values",
      entityId: "urn:idp",
      ssoUrl: "https://idp.example/sso",
      certificates: [certificate],
    },
  });

const faults = (certificate: string): string[] =>
  saml(certificate).error?.issues.map(({ message }) => message) ?? [];

const good = testKey("idp.example").certificate;

/** On the curve P-256, made with OpenSSL; its key is nobody's. */
const ELLIPTIC =
  "MIIBcDCCARegAwIBAgIUQRBCge/z6ybCxNonkuhl0J63P88wCgYIKoZIzj0EAwIwDTELMAkGA1UEAwwCZWMwIBcNMjYxMTI5MDE1ODM1WhgPMjA1MTA3MjEwMTU4MzVaMA0xCzAJBgNVBAMMAmVjMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4x1LrQV78FHZIEY/JmXy+P0EEMhHmqwlE2QLjCsmCS/F/xjdv+IPh9jlXZ+1wYx9R6fOlmToVZ2q/nDKUiILXqNTMFEwHQYDVR0OBBYEFBalR+yKbbjM8KKr9lf+BmMa620wMB8GA1UdIwQYMBaAFBalR+yKbbjM8KKr9lf+BmMa620wMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgKF7HJtGLko+lBJ/wsn0N9TEOXz1wEDYVgoUIjfUJpuoCIEWPWvmcrCetRM4EGyV+g9B4MK+HqiHnSVjmrDdPPX6B";

test("a SAML certificate is taken as PEM and as the base64 within it, and kept as PEM", () => {
  expect(saml(good).data).toMatchObject({ config: { certificates: [good] } });
  const bare = good.replace(/-----[^-]+-----|\n/g, "");
  expect(saml(bare).data).toMatchObject({ config: { certificates: [good] } });
});

test.each([
  ["no certificate", "hello", "This is no X.509 certificate."],
  ["an elliptic key", ELLIPTIC, "The certificate's key is not RSA. Use one that is."],
  [
    "a short key",
    testKey("idp.example", 1024).certificate,
    "The certificate's key has 1024 bits. Use one of 2048 or more.",
  ],
])("%s is refused with what to do", (_, certificate, fault) => {
  expect(faults(certificate)).toEqual([fault]);
});

const oidcFaults = (issuer: string): string[] =>
  providerInput
    .safeParse({ kind: "oidc", name: "Company", config: { issuer, clientId: "c" }, clientSecret: null })
    .error?.issues.map(({ message }) => message) ?? [];

const METADATA = "This is the address of the metadata. Paste the issuer: what stands before /.well-known.";
const SHARED = "Anybody has an account there. Use your company's own tenant id in its place.";

test.each([
  ["https://id.example/.well-known/openid-configuration", [METADATA]],
  ["https://id.example/a/.well-known/", [METADATA]],
  ["https://login.microsoftonline.com/common/v2.0", [SHARED]],
  ["https://LOGIN.microsoftonline.com/Organizations/v2.0", [SHARED]],
  ["https://login.microsoftonline.us/consumers", [SHARED]],
  ["https://login.microsoftonline.com/6f2c1e44-7d3b-4a53-9d0f-2f8f1a2b3c4d/v2.0", []],
  ["https://company.okta.com", []],
])("the issuer %s", (issuer, expected) => expect(oidcFaults(issuer)).toEqual(expected));

test("a provider's name stands in letters: one line that can be seen, without an address", () => {
  const named = (name: string) =>
    providerInput.safeParse({
      kind: "oidc",
      name,
      config: { issuer: "https://idp.example", clientId: "c" },
      clientSecret: null,
    }).success;
  for (const name of ["Okta", "Acme.io"]) expect(named(name), name).toBe(true);
  for (const name of ["Okta\r\nx", "Okta\u202E", "www.evil.example", "x".repeat(61)])
    expect(named(name), name).toBe(false);
});
