import { believedWithoutEmail, type CorpusDocument, refusedFor } from "./corpus-document";
import { EMAIL_FORM } from "./response-xml";
import { encode } from "./sign-xml";
import { saying } from "./world";

const MINUTE_MS = 60_000;
const ago = (minutes: number): number => Date.now() - minutes * MINUTE_MS;

const request = refusedFor("request");
const audience = refusedFor("audience");
const destination = refusedFor("destination");
const issuer = refusedFor("issuer");
const time = refusedFor("time");
const subject = refusedFor("subject");
const malformed = refusedFor("malformed");
const status = refusedFor("status");

const STATUS = "urn:oasis:names:tc:SAML:2.0:status";
const ENCRYPTED =
  '<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"><xenc:CipherData><xenc:CipherValue>AAAA</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>';

/** Signed by right all of them; what they say is for another, of another time, or not enough. */
export const STATEMENTS: readonly CorpusDocument[] = [
  request("answers nothing that we asked (the provider began)", (world) =>
    saying(world, { requestId: null, subjectRequestId: null }),
  ),
  request("answers a request that we never made", (world) =>
    saying(world, { requestId: "_unknown", subjectRequestId: "_unknown" }),
  ),
  request("answers a request to another provider", (world) =>
    saying(world, { requestId: world.otherRequestId, subjectRequestId: world.otherRequestId }),
  ),
  request("the response answers ours and the assertion another", (world) =>
    saying(world, { subjectRequestId: world.otherRequestId }),
  ),
  request("the assertion does not say which request it answers", (world) =>
    saying(world, { subjectRequestId: null }),
  ),
  request("only the assertion says which request it answers", (world) => saying(world, { requestId: null })),
  audience("for another audience", (world) =>
    saying(world, { audiences: ["https://other.example/metadata"] }),
  ),
  audience("for another provider's name of ours", (world) =>
    saying(world, {
      audiences: [world.parties.serviceProvider.entityId.replace("idp_0", "idp_1")],
    }),
  ),
  audience("for no audience", (world) => saying(world, { audiences: [] })),
  audience("ours and then, by a second restriction, another's", (world) =>
    saying(world, {
      moreConditions:
        "<saml:AudienceRestriction><saml:Audience>https://other.example</saml:Audience></saml:AudienceRestriction>",
    }),
  ),
  audience("under a condition that nobody knows", (world) =>
    saying(world, { moreConditions: '<evil:Condition xmlns:evil="urn:evil"/>' }),
  ),
  audience("under no conditions", (world) => saying(world, { hasConditions: false })),
  destination("sent to another address", (world) =>
    saying(world, { destination: "https://other.example/acs" }),
  ),
  destination("sent to our address with more behind it", (world) =>
    saying(world, { destination: `${world.parties.serviceProvider.acsUrl}?x=1` }),
  ),
  destination("sent nowhere", (world) => saying(world, { destination: null })),
  destination("confirmed for another recipient", (world) =>
    saying(world, { recipient: "https://other.example/acs" }),
  ),
  destination("confirmed for no recipient", (world) => saying(world, { recipient: null })),
  issuer("an assertion that another issued", (world) => saying(world, { issuer: "https://other.example" })),
  issuer("a response that another issued", (world) =>
    saying(world, { responseIssuer: "https://other.example" }),
  ),
  time("expired", (world) =>
    saying(world, { issuedMs: ago(20), notBeforeMs: ago(20), notOnOrAfterMs: ago(10) }),
  ),
  time("expired as a whole, its confirmation too", (world) =>
    saying(world, {
      ...{ issuedMs: ago(20), notBeforeMs: ago(20), notOnOrAfterMs: ago(10) },
      confirmedUntilMs: ago(10),
    }),
  ),
  time("a confirmation that expired", (world) => saying(world, { confirmedUntilMs: ago(10) })),
  time("a confirmation without an end", (world) => saying(world, { confirmedUntilMs: null })),
  time("conditions without an end", (world) => saying(world, { notOnOrAfterMs: null })),
  time("conditions that name no time at all", (world) =>
    saying(world, { notBeforeMs: null, notOnOrAfterMs: null }),
  ),
  time("a confirmation that begins, as none for a browser may", (world) =>
    saying(world, { confirmedFromMs: ago(1) }),
  ),
  time("a confirmation that expired, beside one of another kind that did not", (world) => {
    const until = new Date(ago(-5)).toISOString();
    return saying(world, {
      confirmedUntilMs: ago(10),
      moreSubject: `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"><saml:SubjectConfirmationData InResponseTo="${world.requestId}" NotOnOrAfter="${until}"/></saml:SubjectConfirmation>`,
    });
  }),
  time("not yet valid", (world) => saying(world, { notBeforeMs: ago(-10) })),
  time("issued in ten minutes", (world) => saying(world, { issuedMs: ago(-10) })),
  time("a session that is over", (world) => saying(world, { sessionUntilMs: ago(10) })),
  subject("no confirmation of the subject", (world) => saying(world, { hasConfirmation: false })),
  subject("a subject that is confirmed by its key, not by who brings it", (world) =>
    saying(world, { method: "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key" }),
  ),
  subject("nobody signed in there", (world) => saying(world, { hasAuthnStatement: false })),
  subject("an empty name", (world) => saying(world, { nameId: "" })),
  subject("a name of elements", (world) => saying(world, { nameId: "<saml:b>person-1</saml:b>" })),
  subject("a second name", (world) => saying(world, { moreSubject: "<saml:NameID>mallory</saml:NameID>" })),
  subject("a name for this visit only", (world) =>
    saying(world, { nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" }),
  ),
  subject("a name that is another service's", (world) =>
    saying(world, { nameXml: '<saml:NameID SPNameQualifier="https://other.example">person-1</saml:NameID>' }),
  ),
  subject("an endless name", (world) => saying(world, { nameId: "x".repeat(5000) })),
  believedWithoutEmail("no mail address", (world) => saying(world, { attributes: {} })),
  subject("two mail addresses", (world) =>
    saying(world, { attributes: { email: [world.email, "mallory@example.com"] } }),
  ),
  subject("another mail address in another attribute", (world) =>
    saying(world, { attributes: { email: [world.email], mail: ["mallory@example.com"] } }),
  ),
  subject("a mail address with an @ that only looks like one", (world) =>
    saying(world, { attributes: { email: [world.email.replace("@", "\uff20")] } }),
  ),
  subject("a mail address with a line break", (world) =>
    saying(world, {
      nameId: "ada@example.com&#10;mallory@example.com",
      nameIdFormat: EMAIL_FORM,
      attributes: {},
    }),
  ),
  believedWithoutEmail("attributes of another namespace", (world) =>
    saying(world, {
      attributes: {},
      moreStatements: `<e:AttributeStatement xmlns:e="urn:evil"><e:Attribute Name="email"><e:AttributeValue>${world.email}</e:AttributeValue></e:Attribute></e:AttributeStatement>`,
    }),
  ),
  believedWithoutEmail("an attribute whose name has another namespace's prefix", (world) =>
    saying(world, {
      attributes: {},
      moreStatements: `<saml:AttributeStatement xmlns:e="urn:evil"><saml:Attribute e:Name="email" Name="other"><saml:AttributeValue>${world.email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>`,
    }),
  ),
  believedWithoutEmail("attributes named as the prototype", (world) =>
    saying(world, { attributes: { __proto__x: ["x"], constructor: [world.email], toString: [world.email] } }),
  ),
  status("no success: the provider failed", (world) => saying(world, { status: `${STATUS}:Responder` })),
  status("no success: the request was wrong", (world) => saying(world, { status: `${STATUS}:Requester` })),
  status("a status that only begins like success", (world) =>
    saying(world, { status: `${STATUS}:SuccessNot` }),
  ),
  malformed("a response of SAML 1.1", (world) => saying(world, { responseVersion: "1.1" })),
  malformed("an assertion of SAML 1.1", (world) => saying(world, { version: "1.1" })),
  refusedFor("encrypted")("an encrypted assertion in the place of the signed one", (world) =>
    encode(
      `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0" InResponseTo="${world.requestId}" Destination="${world.parties.serviceProvider.acsUrl}"><samlp:Status><samlp:StatusCode Value="${STATUS}:Success"/></samlp:Status><saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${ENCRYPTED}</saml:EncryptedAssertion></samlp:Response>`,
    ),
  ),
  refusedFor("encrypted")("an encrypted assertion in extensions, to see what we answer", (world) =>
    saying(world, {
      extensions: `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${ENCRYPTED}</saml:EncryptedAssertion>`,
    }),
  ),
  subject("an encrypted name", (world) =>
    saying(world, { nameXml: `<saml:EncryptedID>${ENCRYPTED}</saml:EncryptedID>` }),
  ),
  subject("a name of another namespace", (world) =>
    saying(world, { nameXml: '<e:NameID xmlns:e="urn:evil">person-1</e:NameID>' }),
  ),
];
