import { createHash, createHmac } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { SignedXml } from "xml-crypto";
import { type CorpusDocument, refusedFor } from "./corpus-document";
import { ENVELOPED, EXCLUSIVE, encode, RSA_SHA256 } from "./sign-xml";
import { said, saying, signedResponse, type World } from "./world";

const algorithm = refusedFor("algorithm");
const signature = refusedFor("signature");

const SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1";
const DIGEST_OF_NOTHING = createHash("sha256").digest("base64");
const HMAC_SHA1 = "http://www.w3.org/2000/09/xmldsig#hmac-sha1";
const HMAC_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";

/** A good response, its XML changed after it was signed. */
const changed =
  (change: (xml: string) => string, made: Parameters<typeof signedResponse>[2] = {}) =>
  (world: World): string =>
    encode(change(signedResponse(world, said(world), made)));

/** Signed with the public certificate as the secret of an HMAC: whoever takes the document's word for it is fooled. */
function byHmac(world: World): string {
  const plain = signedResponse(world, said(world, { nameId: "mallory" }), { assertion: null });
  const signer = new SignedXml({
    privateKey: world.key.certificate,
    signatureAlgorithm: HMAC_SHA1,
    canonicalizationAlgorithm: EXCLUSIVE,
  });
  signer.enableHMAC();
  signer.addReference({
    xpath: "//*[local-name(.)='Assertion']",
    transforms: [ENVELOPED, EXCLUSIVE],
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
  });
  signer.computeSignature(plain, {
    prefix: "ds",
    location: {
      reference: "//*[local-name(.)='Assertion']/*[local-name(.)='Issuer']",
      action: "after",
    },
  });
  return encode(signer.getSignedXml());
}

const transform = (uri: string, inner = ""): string =>
  `<ds:Transform Algorithm="${uri}">${inner}</ds:Transform>`;
const XSLT = transform(
  "http://www.w3.org/TR/1999/REC-xslt-19991116",
  '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>',
);
const XPATH = transform(
  "http://www.w3.org/TR/1999/REC-xpath-19991116",
  "<ds:XPath>not(ancestor-or-self::Assertion)</ds:XPath>",
);

/** What is signed wrongly, weakly, by others, or not at all. */
export const SIGNATURES: readonly CorpusDocument[] = [
  signature("nothing is signed", (world) => saying(world, {}, { assertion: null })),
  signature("the response is signed and the assertion is not", (world) =>
    saying(world, {}, { assertion: null, response: {} }),
  ),
  signature("the assertion is signed by a stranger, whose certificate stands in KeyInfo", (world) =>
    saying(world, {}, { assertion: { with: world.strangerKey } }),
  ),
  signature("the assertion is signed by a stranger, with the pinned certificate in KeyInfo", (world) =>
    saying(
      world,
      {},
      {
        assertion: { with: { privateKey: world.strangerKey.privateKey, certificate: world.key.certificate } },
      },
    ),
  ),
  signature("the assertion is signed by right and the response by a stranger", (world) =>
    saying(world, {}, { response: { with: world.strangerKey } }),
  ),
  signature("the response's signature is of before its status was changed", (world) => {
    const xml = signedResponse(
      world,
      said(world, { status: "urn:oasis:names:tc:SAML:2.0:status:Responder" }),
      {
        response: {},
      },
    );
    return encode(xml.replace("status:Responder", "status:Success"));
  }),
  signature(
    "the name was changed after signing",
    changed((xml) => xml.replace("person-1", "person-2")),
  ),
  signature(
    "the mail address was changed after signing",
    changed((xml) => xml.replace("ada@", "mallory@")),
  ),
  signature(
    "the signature's value is empty",
    changed((xml) => xml.replace(/(<ds:SignatureValue>)[^<]*/, "$1")),
  ),
  signature(
    "the digest's value is empty",
    changed((xml) => xml.replace(/(<ds:DigestValue>)[^<]*/, "$1")),
  ),
  signature(
    "a second digest beside the right one",
    changed((xml) =>
      xml.replace("<ds:DigestValue>", "<ds:DigestValue>AAAA</ds:DigestValue><ds:DigestValue>"),
    ),
  ),
  signature(
    "a second SignedInfo before the right one",
    changed((xml) => xml.replace(/<ds:SignedInfo>[\s\S]*<\/ds:SignedInfo>/, "$&$&")),
  ),
  signature(
    "a second reference in the signature",
    changed((xml) => xml.replace(/<ds:Reference [\s\S]*<\/ds:Reference>/, "$&$&")),
  ),
  signature(
    "a reference to the whole document",
    changed((xml) => xml.replace(/<ds:Reference URI="[^"]*"/, '<ds:Reference URI=""')),
  ),
  signature(
    "a reference that speaks XPath",
    changed((xml) => xml.replace(/<ds:Reference URI="[^"]*"/, `<ds:Reference URI="#x' or '1'='1"`)),
  ),
  signature(
    "void canonicalization: a namespace that is no address, the digest of nothing",
    changed((xml) =>
      xml
        .replace("<saml:Assertion ", '<saml:Assertion xmlns:void="../void" ')
        .replace(/<ds:DigestValue>[^<]*/, `<ds:DigestValue>${DIGEST_OF_NOTHING}`),
    ),
  ),
  algorithm("RSA-SHA1", (world) =>
    saying(world, {}, { assertion: { signature: "http://www.w3.org/2000/09/xmldsig#rsa-sha1" } }),
  ),
  algorithm("a digest by SHA-1", (world) => saying(world, {}, { assertion: { digest: SHA1 } })),
  algorithm("a digest by SHA-1 in the response's signature", (world) =>
    saying(world, {}, { response: { digest: SHA1 } }),
  ),
  algorithm("HMAC-SHA1 with the certificate as its secret", byHmac),
  algorithm(
    "HMAC-SHA256 in the place of RSA",
    changed((xml) => {
      const mac = createHmac("sha256", "secret").update(xml).digest("base64");
      return xml.replace(RSA_SHA256, HMAC_SHA256).replace(/(<ds:SignatureValue>)[^<]*/, `$1${mac}`);
    }),
  ),
  ...["256", "384", "512"].map((bits) =>
    algorithm(
      `ECDSA-SHA${bits}, which the verifier cannot be given`,
      changed((xml) => xml.replace(RSA_SHA256, `http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha${bits}`)),
    ),
  ),
  algorithm(
    "no algorithm at all",
    changed((xml) => xml.replace(`<ds:SignatureMethod Algorithm="${RSA_SHA256}"`, "<ds:SignatureMethod")),
  ),
  algorithm("canonicalization that keeps comments", (world) =>
    saying(world, {}, { assertion: { canonicalization: `${EXCLUSIVE}WithComments` } }),
  ),
  algorithm("a transform that keeps comments", (world) =>
    saying(world, {}, { assertion: { transforms: [ENVELOPED, `${EXCLUSIVE}WithComments`] } }),
  ),
  algorithm("inclusive canonicalization, which the surroundings change", (world) =>
    saying(
      world,
      {},
      { assertion: { transforms: [ENVELOPED, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"] } },
    ),
  ),
  algorithm(
    "a transform by XSLT",
    changed((xml) => xml.replace("</ds:Transforms>", `${XSLT}</ds:Transforms>`)),
  ),
  algorithm(
    "a transform by XPath",
    changed((xml) => xml.replace("</ds:Transforms>", `${XPATH}</ds:Transforms>`)),
  ),
  algorithm(
    "a weak method in KeyInfo, before a reader that takes the first",
    changed((xml) =>
      xml.replace(
        "<ds:SignedInfo>",
        `<ds:KeyInfo><ds:SignatureMethod Algorithm="${HMAC_SHA1}"/></ds:KeyInfo><ds:SignedInfo>`,
      ),
    ),
  ),
  refusedFor("malformed")("a response deflated as in the redirect binding", (world) =>
    encode(deflateRawSync(signedResponse(world, said(world)))),
  ),
];
