import type { Element } from "@xmldom/xmldom";
import type { Parties } from "./parties";
import { type Checked, refused, type SamlRefusal } from "./refusal";
import {
  ASSERTION_NS,
  allNamed,
  childrenOf,
  onlyChild,
  PROTOCOL_NS,
  rootOf,
  SIGNATURE_NS,
  textOf,
} from "./xml";

/** What a response says around its assertion. Nothing of it need be signed: it can only be refused for it. */
export interface ResponseShape {
  /** The request that it says to answer. */
  readonly requestId: string;
  /** Whether the response itself carries a signature, which then has to be right too. */
  readonly isSigned: boolean;
}

const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";

/** By name of the element that says it: what a signature may be made with. */
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  CanonicalizationMethod: ["http://www.w3.org/2001/10/xml-exc-c14n#"],
  Transform: [
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
  ],
  SignatureMethod: [
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
  ],
  DigestMethod: ["http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmlenc#sha512"],
};

/** Refuses what no response of these parties looks like, before its signatures are looked at. */
export function shapeOf(xml: string, { identityProvider, serviceProvider }: Parties): Checked<ResponseShape> {
  const root = rootOf(xml);
  if (root?.namespaceURI !== PROTOCOL_NS || root.localName !== "Response") return refused("malformed");
  const wrong =
    wrongAssertions(root) ??
    wrongAlgorithms(root) ??
    (root.getAttribute("Version") === "2.0" ? null : "malformed") ??
    (root.getAttribute("Destination") === serviceProvider.acsUrl ? null : "destination") ??
    wrongIssuer(root, identityProvider.entityId) ??
    (isSuccess(root) ? null : "status");
  if (wrong) return refused(wrong);
  const requestId = root.getAttribute("InResponseTo");
  if (!requestId) return refused("request");
  return { ok: true, value: { requestId, isSigned: childrenOf(root, SIGNATURE_NS, "Signature").length > 0 } };
}

/** One assertion in the whole document, where it belongs: a second one anywhere is somebody's trick. */
function wrongAssertions(root: Element): SamlRefusal | null {
  if (allNamed(root, "EncryptedAssertion").length > 0) return "encrypted";
  const isOne = allNamed(root, "Assertion").length === 1 && allNamed(root, "Response").length === 0;
  return isOne && onlyChild(root, ASSERTION_NS, "Assertion") ? null : "malformed";
}

/** Wherever such an element stands: which of several a verifier reads is no question then. */
function wrongAlgorithms(root: Element): SamlRefusal | null {
  const isTaken = ([name, taken]: [string, readonly string[]]): boolean =>
    allNamed(root, name).every((element) => taken.includes(element.getAttribute("Algorithm") ?? ""));
  return Object.entries(ALGORITHMS).every(isTaken) ? null : "algorithm";
}

function wrongIssuer(root: Element, entityId: string): SamlRefusal | null {
  const issuers = childrenOf(root, ASSERTION_NS, "Issuer");
  return issuers.every((issuer) => textOf(issuer) === entityId) ? null : "issuer";
}

function isSuccess(root: Element): boolean {
  const status = onlyChild(root, PROTOCOL_NS, "Status");
  const code = status && onlyChild(status, PROTOCOL_NS, "StatusCode");
  return code?.getAttribute("Value") === SUCCESS;
}
