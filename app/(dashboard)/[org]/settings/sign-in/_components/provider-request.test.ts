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

test("a SAML provider is known by its metadata's address, or by its values", () => {
  const metadataUrl = "https://idp.example/metadata";
  expect(providerRequest("saml", form({ name: "Company", metadataUrl: ` ${metadataUrl} ` }))).toEqual({
    kind: "saml",
    name: "Company",
    config: { from: "metadata", metadataUrl },
  });
  const values = { entityId: "urn:idp", ssoUrl: "https://idp.example/sso" };
  const fields = { name: "Company", ...values, certificates: "AAAA" };
  expect(providerRequest("saml", form(fields))).toEqual({
    kind: "saml",
    name: "Company",
    config: { from: "values", ...values, certificates: ["AAAA"] },
  });
});

const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;

test.each<[string, string, string[]]>([
  ["none", "", []],
  ["one", pem("AAAA"), [pem("AAAA")]],
  ["two, with words between", `${pem("AAAA")}\nthe old one:\n${pem("BBBB")}`, [pem("AAAA"), pem("BBBB")]],
  ["base64 alone", "AAAA", ["AAAA"]],
])("certificates: %s", (_, text, certificates) => expect(certificatesIn(text)).toEqual(certificates));
