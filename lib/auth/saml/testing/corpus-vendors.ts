import { believed, type CorpusDocument } from "./corpus-document";
import { EMAIL_FORM, PERSISTENT, type Wording } from "./response-xml";
import { encode } from "./sign-xml";
import { said, saying, signedResponse } from "./world";

const OKTA: Wording = { protocol: "saml2p", assertion: "saml2", signature: "ds", isDeclared: true };
const ENTRA: Wording = { protocol: "samlp", assertion: "", signature: "", isDeclared: false };
const GOOGLE: Wording = { protocol: "saml2p", assertion: "saml2", signature: "ds", isDeclared: true };

const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";
const UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

/** Some providers wrap the form's value as mail does. */
const wrapped = (encoded: string): string => encoded.match(/.{1,76}/g)?.join("\r\n") ?? "";

/** What real identity providers send, in their own spelling. */
export const VENDORS: readonly CorpusDocument[] = [
  believed("the assertion is signed", (world) => saying(world, {})),
  believed("the assertion and then the response are signed", (world) => saying(world, {}, { response: {} })),
  believed("RSA-SHA512 with SHA-512", (world) =>
    saying(
      world,
      {},
      {
        assertion: {
          signature: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
          digest: "http://www.w3.org/2001/04/xmlenc#sha512",
        },
      },
    ),
  ),
  believed("a signature without KeyInfo", (world) => saying(world, {}, { assertion: { hasKeyInfo: false } })),
  believed("a response without an issuer of its own", (world) => saying(world, { responseIssuer: null })),
  believed("a clock that is a minute ahead", (world) =>
    saying(world, { issuedMs: Date.now() + 60_000, notBeforeMs: Date.now() + 60_000 }),
  ),
  believed("the mail address as the name, and no attribute", (world) =>
    saying(world, { nameId: world.email, nameIdFormat: EMAIL_FORM, attributes: {} }),
  ),
  believed("a session that goes on", (world) => saying(world, { sessionUntilMs: Date.now() + 3_600_000 })),
  believed(
    "as Okta writes it: both signed, names of prefixes within the signature, lines wrapped",
    (world) => {
      const words = said(world, {
        nameId: world.email,
        nameIdFormat: UNSPECIFIED,
        attributes: { email: [world.email], firstName: ["Ada"], lastName: ["Example"] },
      });
      const inclusivePrefixes = ["xs", "saml2"];
      const made = { wording: OKTA, assertion: { inclusivePrefixes }, response: { inclusivePrefixes } };
      return wrapped(encode(signedResponse(world, words, made)));
    },
  ),
  believed("as Entra writes it: default namespaces, claims by address", (world) =>
    saying(
      world,
      {
        responseId: "_7e6f2d1c-9f8a-4f6e-8d9b-0c1d2e3f4a5b",
        nameIdFormat: PERSISTENT,
        moreConditions: "",
        attributes: {
          "http://schemas.microsoft.com/identity/claims/tenantid": ["11111111-2222-3333-4444-555555555555"],
          "http://schemas.microsoft.com/identity/claims/displayname": ["Ada Example"],
          [`${CLAIMS}/emailaddress`]: [world.email],
          [`${CLAIMS}/name`]: [`${world.email}`],
        },
      },
      { wording: ENTRA },
    ),
  ),
  believed("as Google writes it: one-time use, attributes of the directory", (world) =>
    saying(
      world,
      {
        nameId: world.email,
        nameIdFormat: EMAIL_FORM,
        moreConditions: "<saml2:OneTimeUse/>",
        attributes: { groups: ["staff", "engineering"], name: ["Ada Example"] },
      },
      { wording: GOOGLE },
    ),
  ),
];
