import { expect, test } from "vitest";
import { certificatesIn, providerRequest } from "./provider-request";

const form = (fields: Record<string, string>): FormData => {
  const filled = new FormData();
  for (const [name, value] of Object.entries(fields)) filled.set(name, value);
  return filled;
};

test("an OpenID provider without a secret is a public client", () => {
  const fields = { name: " Okta ", issuer: "https://id.example.com", clientId: "abc", clientSecret: "" };
  expect(providerRequest("oidc", form(fields))).toEqual({
    kind: "oidc",
    name: "Okta",
    config: { issuer: "https://id.example.com", clientId: "abc" },
    clientSecret: null,
  });
});

const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;

test.each<[string, string, string[]]>([
  ["none", "", []],
  ["one", pem("AAAA"), [pem("AAAA")]],
  ["two, with words between", `${pem("AAAA")}\nthe old one:\n${pem("BBBB")}`, [pem("AAAA"), pem("BBBB")]],
  ["base64 alone", "AAAA", ["AAAA"]],
])("certificates: %s", (_, text, certificates) => expect(certificatesIn(text)).toEqual(certificates));
