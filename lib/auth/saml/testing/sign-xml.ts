import { SignedXml } from "xml-crypto";
import type { TestKey } from "./test-key";

export const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
export const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
export const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
export const SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

export interface Signing {
  /** Local name of the element that is signed; the signature comes after its Issuer. */
  readonly of: string;
  readonly with: TestKey;
  readonly prefix?: string;
  readonly transforms?: readonly string[];
  readonly canonicalization?: string;
  readonly signature?: string;
  readonly digest?: string;
  readonly inclusivePrefixes?: readonly string[];
  /** Where the signature stands, if not after the element's own Issuer. */
  readonly place?: { readonly reference: string; readonly action: "after" | "append" | "prepend" | "before" };
  readonly hasKeyInfo?: boolean;
}

/** The document with an enveloped signature of one of its elements. */
export function signXml(xml: string, signing: Signing): string {
  const signer = new SignedXml({
    privateKey: signing.with.privateKey,
    publicCert: signing.with.certificate,
    signatureAlgorithm: signing.signature ?? RSA_SHA256,
    canonicalizationAlgorithm: signing.canonicalization ?? EXCLUSIVE,
    ...(signing.hasKeyInfo === false && { getKeyInfoContent: () => null }),
  });
  signer.addReference({
    xpath: `//*[local-name(.)='${signing.of}']`,
    transforms: [...(signing.transforms ?? [ENVELOPED, EXCLUSIVE])],
    digestAlgorithm: signing.digest ?? SHA256,
    inclusiveNamespacesPrefixList: [...(signing.inclusivePrefixes ?? [])],
  });
  const issuer = `//*[local-name(.)='${signing.of}']/*[local-name(.)='Issuer']`;
  signer.computeSignature(xml, {
    ...(signing.prefix !== undefined && signing.prefix !== "" && { prefix: signing.prefix }),
    location: signing.place ?? { reference: issuer, action: "after" },
  });
  return signer.getSignedXml();
}

export const encode = (xml: string | Uint8Array): string => Buffer.from(xml).toString("base64");
