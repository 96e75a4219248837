/** What a response and its assertion say. A test says one thing otherwise. */
export interface Said {
  readonly responseId: string;
  readonly assertionId: string;
  /** Null: says nothing of a request. */
  readonly requestId: string | null;
  readonly subjectRequestId: string | null;
  readonly version: string;
  readonly responseVersion: string;
  readonly destination: string | null;
  readonly recipient: string | null;
  readonly audiences: readonly string[];
  readonly issuer: string;
  readonly responseIssuer: string | null;
  readonly status: string;
  readonly nameId: string;
  readonly nameIdFormat: string | null;
  /** In the place of the NameID that the two above make. */
  readonly nameXml: string | null;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly method: string;
  readonly issuedMs: number;
  readonly notBeforeMs: number | null;
  readonly notOnOrAfterMs: number | null;
  readonly confirmedFromMs: number | null;
  readonly confirmedUntilMs: number | null;
  readonly sessionUntilMs: number | null;
  /** XML that stands in those places as it is. */
  readonly extensions: string;
  readonly moreConditions: string;
  readonly moreSubject: string;
  readonly moreStatements: string;
  readonly hasConfirmation: boolean;
  readonly hasConditions: boolean;
  readonly hasAuthnStatement: boolean;
}

/** How a vendor writes the same: its prefixes ("" = the default namespace), and whether it declares XML. */
export interface Wording {
  readonly protocol: string;
  readonly assertion: string;
  readonly signature: string;
  readonly isDeclared: boolean;
}

export const PLAIN: Wording = { protocol: "samlp", assertion: "saml", signature: "ds", isDeclared: false };

export const PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
export const EMAIL_FORM = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
export const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
const PROTOCOL_NS = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION_NS = "urn:oasis:names:tc:SAML:2.0:assertion";
const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

const MINUTE_MS = 60_000;

/** What a good response of now says. */
export const saidNow = (facts: {
  readonly issuer: string;
  readonly audience: string;
  readonly acsUrl: string;
  readonly requestId: string;
  readonly nameId: string;
  readonly email: string;
  /** Tells the ids of two responses apart. */
  readonly mark: string;
}): Said => {
  const nowMs = Date.now();
  return {
    responseId: `_response-${facts.mark}`,
    assertionId: `_assertion-${facts.mark}`,
    requestId: facts.requestId,
    subjectRequestId: facts.requestId,
    version: "2.0",
    responseVersion: "2.0",
    destination: facts.acsUrl,
    recipient: facts.acsUrl,
    audiences: [facts.audience],
    issuer: facts.issuer,
    responseIssuer: facts.issuer,
    status: SUCCESS,
    nameId: facts.nameId,
    nameIdFormat: PERSISTENT,
    nameXml: null,
    attributes: { email: [facts.email], displayName: ["Ada Example"] },
    method: BEARER,
    issuedMs: nowMs,
    notBeforeMs: nowMs - MINUTE_MS,
    notOnOrAfterMs: nowMs + 5 * MINUTE_MS,
    confirmedFromMs: null,
    confirmedUntilMs: nowMs + 5 * MINUTE_MS,
    sessionUntilMs: null,
    extensions: "",
    moreConditions: "",
    moreSubject: "",
    moreStatements: "",
    hasConfirmation: true,
    hasConditions: true,
    hasAuthnStatement: true,
  };
};

const prefixed = (prefix: string): string => (prefix === "" ? "" : `${prefix}:`);
const declares = (prefix: string, namespace: string): string =>
  prefix === "" ? `xmlns="${namespace}"` : `xmlns:${prefix}="${namespace}"`;
const attribute = (name: string, value: string | null): string =>
  value === null ? "" : ` ${name}="${value}"`;
const at = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export function assertionXml(said: Said, wording: Wording = PLAIN): string {
  const a = prefixed(wording.assertion);
  return [
    `<${a}Assertion ${declares(wording.assertion, ASSERTION_NS)} ID="${said.assertionId}"`,
    ` IssueInstant="${at(said.issuedMs)}" Version="${said.version}">`,
    `<${a}Issuer>${said.issuer}</${a}Issuer>`,
    subjectXml(said, a),
    said.hasConditions ? conditionsXml(said, a) : "",
    said.hasAuthnStatement ? authnXml(said, a) : "",
    attributesXml(said, a),
    said.moreStatements,
    `</${a}Assertion>`,
  ].join("");
}

function subjectXml(said: Said, a: string): string {
  const data = [
    attribute("InResponseTo", said.subjectRequestId),
    attribute("Recipient", said.recipient),
    attribute("NotBefore", at(said.confirmedFromMs)),
    attribute("NotOnOrAfter", at(said.confirmedUntilMs)),
  ].join("");
  const confirmation = `<${a}SubjectConfirmation Method="${said.method}"><${a}SubjectConfirmationData${data}/></${a}SubjectConfirmation>`;
  const name = `<${a}NameID${attribute("Format", said.nameIdFormat)}>${said.nameId}</${a}NameID>`;
  return [
    `<${a}Subject>${said.nameXml ?? name}`,
    said.hasConfirmation ? confirmation : "",
    `${said.moreSubject}</${a}Subject>`,
  ].join("");
}

function conditionsXml(said: Said, a: string): string {
  const audiences = said.audiences.map((audience) => `<${a}Audience>${audience}</${a}Audience>`).join("");
  const restriction = audiences && `<${a}AudienceRestriction>${audiences}</${a}AudienceRestriction>`;
  const times =
    attribute("NotBefore", at(said.notBeforeMs)) + attribute("NotOnOrAfter", at(said.notOnOrAfterMs));
  return `<${a}Conditions${times}>${restriction}${said.moreConditions}</${a}Conditions>`;
}

function authnXml(said: Said, a: string): string {
  const session = attribute("SessionNotOnOrAfter", at(said.sessionUntilMs));
  const context = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
  return [
    `<${a}AuthnStatement AuthnInstant="${at(said.issuedMs)}" SessionIndex="${said.assertionId}"${session}>`,
    `<${a}AuthnContext><${a}AuthnContextClassRef>${context}</${a}AuthnContextClassRef></${a}AuthnContext>`,
    `</${a}AuthnStatement>`,
  ].join("");
}

function attributesXml({ attributes }: Said, a: string): string {
  const each = Object.entries(attributes).map(([name, values]) => {
    const inner = values.map((value) => `<${a}AttributeValue>${value}</${a}AttributeValue>`).join("");
    return `<${a}Attribute Name="${name}">${inner}</${a}Attribute>`;
  });
  return each.length === 0 ? "" : `<${a}AttributeStatement>${each.join("")}</${a}AttributeStatement>`;
}

/** The response around whatever stands where its assertion belongs. */
export function responseXml(said: Said, inner: string, wording: Wording = PLAIN): string {
  const p = prefixed(wording.protocol);
  const a = prefixed(wording.assertion);
  return [
    wording.isDeclared ? `<?xml version="1.0" encoding="UTF-8"?>` : "",
    `<${p}Response ${declares(wording.protocol, PROTOCOL_NS)} ID="${said.responseId}" Version="${said.responseVersion}"`,
    ` IssueInstant="${at(said.issuedMs)}"${attribute("Destination", said.destination)}`,
    `${attribute("InResponseTo", said.requestId)}>`,
    said.responseIssuer === null
      ? ""
      : `<${a}Issuer ${declares(wording.assertion, ASSERTION_NS)}>${said.responseIssuer}</${a}Issuer>`,
    said.extensions && `<${p}Extensions>${said.extensions}</${p}Extensions>`,
    `<${p}Status><${p}StatusCode Value="${said.status}"/></${p}Status>`,
    `${inner}</${p}Response>`,
  ].join("");
}
