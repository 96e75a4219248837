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
