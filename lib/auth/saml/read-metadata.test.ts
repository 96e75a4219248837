import { expect, test } from "vitest";
import { metadataOf } from "./metadata";
import { serviceProviderAt } from "./parties";
import { readMetadata } from "./read-metadata";
import { metadataXml, type ToldMetadata } from "./testing/metadata-xml";
import { testKey } from "./testing/test-key";

const now = new Date("2026-06-01T12:00:00Z");
const [first, second] = [testKey("one").certificate, testKey("two").certificate];
const read = (told: ToldMetadata) => readMetadata(metadataXml(told), now);
const faultOf = (xml: string): string | null => {
  const answer = readMetadata(xml, now);
  return answer.ok ? null : answer.fault;
};

test("a provider's metadata say who it is, where people sign in, and what it signs with", () => {
  expect(read({ certificates: [first] })).toEqual({
    ok: true,
    value: {
      entityId: "https://idp.example/metadata",
      ssoUrl: "https://idp.example/sso",
      certificates: [first],
    },
  });
});

test("of several keys those to sign with are taken, each once", () => {
  const encryption = [testKey("encryption").certificate];
  expect(read({ certificates: [first, second, first], encryption })).toMatchObject({
    value: { certificates: [first, second] },
  });
  const anyUse = metadataXml({ certificates: [first] }).replace(' use="signing"', "");
  expect(readMetadata(anyUse, now)).toMatchObject({ value: { certificates: [first] } });
});

test("a key that we cannot use is left out while there is another one", () => {
  const weak = testKey("weak", 1024).certificate;
  expect(read({ certificates: [weak, first, "AAAA"] })).toMatchObject({ value: { certificates: [first] } });
  expect(read({ certificates: [weak] })).toEqual({
    ok: false,
    fault: "The certificate's key has 1024 bits. Use one of 2048 or more.",
  });
});

const OVER = "These metadata are over.";
const NO_PROVIDER = "These metadata tell of no SAML 2.0 identity provider, or of several.";
const NOT_ONE = "These are no SAML metadata of one provider.";
const good = metadataXml({ certificates: [first] });
const provider = /<IDPSSODescriptor[\s\S]*<\/IDPSSODescriptor>/.exec(good)?.[0] ?? "";

test.each<[string, string, string]>([
  ["nothing", "", NOT_ONE],
  ["a web page", "<html><body>Sign in</body></html>", NOT_ONE],
  ["half of it", good.slice(0, 500), NOT_ONE],
  [
    "a federation's collection",
    `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${provider}</EntitiesDescriptor>`,
    NOT_ONE,
  ],
  ["another namespace", good.replace("SAML:2.0:metadata", "SAML:1.0:metadata"), NOT_ONE],
  ["a document type", good.replace("<!-- by a vendor -->", "<!DOCTYPE EntityDescriptor>"), NOT_ONE],
  [
    "entities that grow",
    good.replace("<!-- by a vendor -->", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'),
    NOT_ONE,
  ],
  ["a service provider's, ours", metadataOf(serviceProviderAt("https://app.example", "idp_1")), NO_PROVIDER],
  ["two providers", metadataXml({ certificates: [first], besides: provider }), NO_PROVIDER],
  [
    "SAML 1.1",
    metadataXml({ certificates: [first], protocols: "urn:oasis:names:tc:SAML:1.1:protocol" }),
    NO_PROVIDER,
  ],
  ["of yesterday", metadataXml({ certificates: [first], validUntil: "2026-05-31T12:00:00Z" }), OVER],
  ["until no moment", metadataXml({ certificates: [first], validUntil: "soon" }), OVER],
  [
    "no redirect",
    metadataXml({ certificates: [first], binding: "urn:oasis:names:tc:SAML:2.0:bindings:SOAP" }),
    "These metadata name no address to sign on by HTTP-Redirect.",
  ],
  ["no key", metadataXml({ certificates: [] }), "These metadata hold no certificate to sign with."],
  ["nonsense for a key", metadataXml({ certificates: ["AAAA"] }), "This is no X.509 certificate."],
])("refused with why: %s", (_name, xml, fault) => expect(faultOf(xml)).toBe(fault));
