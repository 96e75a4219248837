import type { Element } from "@xmldom/xmldom";
import { type AssertedIdentity, identityIn } from "./asserted-identity";
import type { Parties } from "./parties";
import { type Checked, refused, type SamlRefusal } from "./refusal";
import { ASSERTION_NS, childrenOf, elementsIn, onlyChild, rootOf, textOf } from "./xml";

export interface SignedAssertion {
  readonly identity: AssertedIdentity;
  readonly assertionId: string;
}

export interface ExpectedAssertion {
  readonly parties: Parties;
  readonly requestId: string;
  readonly nowMs: number;
}

/** How far the identity provider's clock may be from ours. */
export const CLOCK_SKEW_MS = 120_000;

const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/** A condition that we do not know is one that we do not keep. */
const KNOWN_CONDITIONS = ["AudienceRestriction", "OneTimeUse", "ProxyRestriction"];

/**
 * Reads the XML that a pinned certificate signed, and nothing else of the response. What the verifier of signatures has
 * already held against us: the audience, and the times that are there.
 */
export function readSignedAssertion(
  signedXml: string,
  expected: ExpectedAssertion,
): Checked<SignedAssertion> {
  const assertion = rootOf(signedXml);
  if (assertion?.namespaceURI !== ASSERTION_NS || assertion.localName !== "Assertion")
    return refused("malformed");
  const wrong =
    wrongFrame(assertion, expected) ?? wrongConditions(assertion) ?? wrongSession(assertion, expected);
  if (wrong) return refused(wrong);
  const subject = onlyChild(assertion, ASSERTION_NS, "Subject");
  if (!subject) return refused("subject");
  const wrongSubject = wrongConfirmation(subject, expected);
  if (wrongSubject) return refused(wrongSubject);
  const identity = identityIn(assertion, subject, expected.parties.serviceProvider.entityId);
  const assertionId = assertion.getAttribute("ID");
  if (!identity || !assertionId) return refused("subject");
  return { ok: true, value: { identity, assertionId } };
}

function wrongFrame(assertion: Element, { parties, nowMs }: ExpectedAssertion): SamlRefusal | null {
  if (assertion.getAttribute("Version") !== "2.0") return "malformed";
  const issuer = onlyChild(assertion, ASSERTION_NS, "Issuer");
  if (!issuer || textOf(issuer) !== parties.identityProvider.entityId) return "issuer";
  const issuedMs = instant(assertion, "IssueInstant");
  return issuedMs !== null && issuedMs <= nowMs + CLOCK_SKEW_MS ? null : "time";
}

function wrongConditions(assertion: Element): SamlRefusal | null {
  const conditions = onlyChild(assertion, ASSERTION_NS, "Conditions");
  if (!conditions) return "audience";
  if (instant(conditions, "NotOnOrAfter") === null) return "time";
  const isKnown = ({ namespaceURI, localName }: Element): boolean =>
    namespaceURI === ASSERTION_NS && KNOWN_CONDITIONS.includes(localName ?? "");
  return elementsIn(conditions).every(isKnown) ? null : "audience";
}

/** Somebody signed in there, and that is not over. */
function wrongSession(assertion: Element, { nowMs }: ExpectedAssertion): SamlRefusal | null {
  const statements = childrenOf(assertion, ASSERTION_NS, "AuthnStatement");
  if (statements.length === 0) return "subject";
  const isOver = (statement: Element): boolean =>
    statement.hasAttribute("SessionNotOnOrAfter") &&
    !isBefore(nowMs, instant(statement, "SessionNotOnOrAfter"));
  return statements.some(isOver) ? "time" : null;
}

/** Whoever brings it is the subject: for us, in answer to our request, for a while that is not over. */
function wrongConfirmation(subject: Element, expected: ExpectedAssertion): SamlRefusal | null {
  const bearers = childrenOf(subject, ASSERTION_NS, "SubjectConfirmation").filter(
    (confirmation) => confirmation.getAttribute("Method") === BEARER,
  );
  const reasons = bearers.map((bearer) => wrongBearer(bearer, expected));
  if (reasons.includes(null)) return null;
  return reasons[0] ?? "subject";
}

function wrongBearer(bearer: Element, { parties, requestId, nowMs }: ExpectedAssertion): SamlRefusal | null {
  const data = onlyChild(bearer, ASSERTION_NS, "SubjectConfirmationData");
  if (!data) return "subject";
  if (data.getAttribute("Recipient") !== parties.serviceProvider.acsUrl) return "destination";
  if (data.getAttribute("InResponseTo") !== requestId) return "request";
  if (data.hasAttribute("NotBefore")) return "time";
  return isBefore(nowMs, instant(data, "NotOnOrAfter")) ? null : "time";
}

const isBefore = (nowMs: number, endMs: number | null): boolean =>
  endMs !== null && nowMs - CLOCK_SKEW_MS < endMs;

/** An xs:dateTime in UTC; null for none and for one that is written otherwise. */
function instant(element: Element, name: string): number | null {
  const text = element.getAttribute(name) ?? "";
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
}
