import { DOMParser, type Document, type Element, XMLSerializer } from "@xmldom/xmldom";
import { type CorpusDocument, refusedFor } from "./corpus-document";
import { assertionXml } from "./response-xml";
import { encode, signXml } from "./sign-xml";
import { said, signedResponse, type World } from "./world";

const SIGNATURE_NS = "http://www.w3.org/2000/09/xmldsig#";
const EVIL = "mallory";
const EVIL_EMAIL = "mallory@example.com";

/** The signed document, taken apart. */
interface Parts {
  readonly document: Document;
  readonly response: Element;
  readonly assertion: Element;
  /** The signature of the response where it is signed, else of the assertion. */
  readonly signature: Element;
  /** A copy of the assertion that speaks of somebody else, without a signature and under another id. */
  readonly evil: Element;
}

type Change = (parts: Parts) => Element | undefined;

const parse = (xml: string): Document => new DOMParser().parseFromString(xml, "text/xml");

function named(parent: Document | Element, name: string): Element {
  const found = parent.getElementsByTagNameNS("*", name).item(0);
  if (!found) throw new Error(`The document has no ${name}.`);
  return found;
}

const withoutSignature = (element: Element): Element => {
  const copy = element.cloneNode(true) as Element;
  for (const signature of [...copy.getElementsByTagNameNS(SIGNATURE_NS, "Signature")])
    signature.parentNode?.removeChild(signature);
  return copy;
};

function speakOfAnother(element: Element, id: string): Element {
  const copy = withoutSignature(element);
  copy.setAttribute("ID", id);
  named(copy, "NameID").textContent = EVIL;
  named(copy, "AttributeValue").textContent = EVIL_EMAIL;
  return copy;
}

/** Signs a good response, then lets `change` rearrange it; what it returns becomes the document's element. */
function rearranged(world: World, what: "assertion" | "response", change: Change): string {
  const made = what === "response" ? { assertion: null, response: {} } : {};
  const document = parse(signedResponse(world, said(world), made));
  const response = document.documentElement as Element;
  const assertion = named(document, "Assertion");
  const signature = named(document, "Signature");
  const evil = speakOfAnother(assertion, "_evil");
  const root = change({ document, response, assertion, signature, evil }) ?? response;
  return encode(new XMLSerializer().serializeToString(root));
}

const wrapping = (name: string, what: "assertion" | "response", change: Change): CorpusDocument =>
  refusedFor("malformed")(name, (world) => rearranged(world, what, change));

const withObject = ({ document, signature }: Parts, inner: Element): void => {
  const object = document.createElementNS(SIGNATURE_NS, "ds:Object");
  object.appendChild(inner);
  signature.appendChild(object);
};

/** The response and assertion are signed, then moved so that a careless reader takes what is not. */
export const WRAPPING: readonly CorpusDocument[] = [
  wrapping(
    "XSW1: the signed response within the signature of a forged one",
    "response",
    ({ response, signature }) => {
      const forged = speakOfAnother(response, "_evil-response");
      const original = withoutSignature(response);
      signature.appendChild(original);
      forged.insertBefore(signature, named(forged, "Issuer").nextSibling);
      return forged;
    },
  ),
  wrapping(
    "XSW2: the signed response before its signature in a forged one",
    "response",
    ({ response, signature }) => {
      const forged = speakOfAnother(response, "_evil-response");
      forged.insertBefore(signature, named(forged, "Issuer").nextSibling);
      forged.insertBefore(withoutSignature(response), signature);
      return forged;
    },
  ),
  wrapping("XSW3: a forged assertion before the signed one", "assertion", ({ response, assertion, evil }) => {
    response.insertBefore(evil, assertion);
    return undefined;
  }),
  wrapping("XSW4: a forged assertion around the signed one", "assertion", ({ response, assertion, evil }) => {
    response.replaceChild(evil, assertion);
    evil.appendChild(assertion);
    return undefined;
  }),
  wrapping("XSW5: the signature in a forged assertion, the signed one after it", "assertion", (parts) => {
    const { response, assertion, signature, evil } = parts;
    const original = withoutSignature(assertion);
    response.replaceChild(evil, assertion);
    evil.insertBefore(signature, named(evil, "Issuer").nextSibling);
    response.appendChild(original);
    return undefined;
  }),
  wrapping("XSW6: the signed assertion within the signature of a forged one", "assertion", (parts) => {
    const { response, assertion, signature, evil } = parts;
    const original = withoutSignature(assertion);
    response.replaceChild(evil, assertion);
    evil.insertBefore(signature, named(evil, "Issuer").nextSibling);
    signature.appendChild(original);
    return undefined;
  }),
  wrapping("XSW7: a forged assertion of the same id in extensions", "assertion", (parts) => {
    const { document, response, assertion } = parts;
    const extensions = document.createElementNS("urn:oasis:names:tc:SAML:2.0:protocol", "samlp:Extensions");
    extensions.appendChild(speakOfAnother(assertion, assertion.getAttribute("ID") ?? ""));
    response.insertBefore(extensions, assertion);
    return undefined;
  }),
  wrapping("XSW8: the signed assertion in an object of a forged one's signature", "assertion", (parts) => {
    const { response, assertion, signature, evil } = parts;
    const original = withoutSignature(assertion);
    response.replaceChild(evil, assertion);
    evil.insertBefore(signature, named(evil, "Issuer").nextSibling);
    withObject(parts, original);
    return undefined;
  }),
  wrapping("a forged assertion after the signed one", "assertion", ({ response, evil }) => {
    response.appendChild(evil);
    return undefined;
  }),
  wrapping("a forged assertion with the signed one's id", "assertion", ({ response, assertion }) => {
    response.insertBefore(speakOfAnother(assertion, assertion.getAttribute("ID") ?? ""), assertion);
    return undefined;
  }),
  wrapping("a second assertion deep in the status", "assertion", ({ response, evil }) => {
    named(response, "Status").appendChild(evil);
    return undefined;
  }),
  wrapping("the signed assertion in extensions, none where it belongs", "assertion", (parts) => {
    const { document, response, assertion } = parts;
    const extensions = document.createElementNS("urn:oasis:names:tc:SAML:2.0:protocol", "samlp:Extensions");
    extensions.appendChild(assertion);
    response.appendChild(extensions);
    return undefined;
  }),
  wrapping("a response within the response", "assertion", ({ response }) => {
    response.appendChild(speakOfAnother(response, "_evil-response"));
    return undefined;
  }),
  wrapping("an empty response within the response", "assertion", ({ document, response }) => {
    response.appendChild(document.createElementNS("urn:oasis:names:tc:SAML:2.0:protocol", "samlp:Response"));
    return undefined;
  }),
  wrapping("two assertions, both signed", "assertion", ({ response }) => {
    response.appendChild(named(response, "Assertion").cloneNode(true));
    return undefined;
  }),
  wrapping("a forged assertion of no namespace beside the signed one", "assertion", (parts) => {
    const bare = parts.document.createElementNS("urn:evil", "Assertion");
    parts.response.appendChild(bare);
    return undefined;
  }),
  refusedFor("signature")("the same id on an element beside the assertion", (world) =>
    rearranged(world, "assertion", ({ document, response, assertion }) => {
      const other = document.createElementNS("urn:evil", "evil:Other");
      other.setAttribute("ID", assertion.getAttribute("ID") ?? "");
      response.appendChild(other);
      return undefined;
    }),
  ),
  refusedFor("signature")("a signature over another element of the response", (world) => {
    const words = said(world);
    const plain = signedResponse(world, words, { assertion: null });
    const withSignature = signXml(plain, {
      of: "Status",
      with: world.key,
      prefix: "ds",
      place: { reference: "//*[local-name(.)='Assertion']/*[local-name(.)='Issuer']", action: "after" },
    });
    return encode(withSignature);
  }),
  refusedFor("signature")("the assertion's signature beside it and not within", (world) =>
    rearranged(world, "assertion", ({ response, assertion, signature }) => {
      response.insertBefore(signature, assertion);
      return undefined;
    }),
  ),
  refusedFor("signature")("a second signature of the assertion, by a stranger", (world) => {
    const twice = signXml(signedResponse(world, said(world)), {
      of: "Assertion",
      with: world.strangerKey,
      prefix: "ds",
    });
    return encode(twice);
  }),
  refusedFor("signature")("an assertion of another response under this one's signature", (world) => {
    const good = signedResponse(world, said(world));
    const forged = assertionXml(said(world, { nameId: EVIL, attributes: { email: [EVIL_EMAIL] } }));
    const signature = /<ds:Signature[\s\S]*<\/ds:Signature>/.exec(good)?.[0] ?? "";
    const inner = forged.replace("</saml:Issuer>", `</saml:Issuer>${signature}`);
    return encode(good.replace(/<saml:Assertion[\s\S]*<\/saml:Assertion>/, inner));
  }),
];
