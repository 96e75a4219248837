import { expect, test } from "vitest";
import { vouchedEmail } from "./vouched-email";

const GOOGLE = "https://accounts.google.com";
const OKTA = "https://acme.okta.com";
const email = "ada@acme.example";

test.each<[string, string, Record<string, unknown>, unknown]>([
  ["verified", OKTA, { email, email_verified: true }, true],
  ["as a text", OKTA, { email, email_verified: "true" }, true],
  ["not verified", OKTA, { email, email_verified: false }, false],
  ["as another text", OKTA, { email, email_verified: "yes" }, false],
  ["not said", OKTA, { email }, null],
  ["Google, of the Workspace", GOOGLE, { email, email_verified: true, hd: "acme.example" }, true],
  ["Google, of no Workspace", GOOGLE, { email, email_verified: true }, false],
  ["Google, of another Workspace", GOOGLE, { email, email_verified: true, hd: "other.example" }, false],
  ["Google, not said", GOOGLE, { email, hd: "acme.example" }, false],
  ["Gmail", GOOGLE, { email: "ada@gmail.com", email_verified: true }, true],
])("%s", (_, issuer, told, emailVerified) =>
  expect(vouchedEmail(issuer, told)).toEqual({ email: told.email, emailVerified }),
);

test.each([undefined, null, 7, "", "no address", "a@b@c", ["a@b.example"]])("%j is no address", (told) =>
  expect(vouchedEmail(OKTA, { email: told, email_verified: true })).toEqual({
    email: null,
    emailVerified: null,
  }),
);
