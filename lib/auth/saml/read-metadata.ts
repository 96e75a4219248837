import type { Element } from "@xmldom/xmldom";
import { readCertificate } from "./certificate";
import type { SamlIdentityProvider } from "./parties";
import { childrenOf, onlyChild, PROTOCOL_NS, rootOf, SIGNATURE_NS, textOf } from "./xml";

const METADATA_NS = "urn:oasis:names:tc:SAML:2.0:metadata";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

export type ReadMetadata =
  | { readonly ok: true; readonly value: SamlIdentityProvider }
  /** What is wrong with it, for whoever gave its address. */
  | { readonly ok: false; readonly fault: string };

const faulty = (fault: string): ReadMetadata => ({ ok: false, fault });

/**
 * What an identity provider tells of itself: one entity with one identity provider of SAML 2.0, as their own metadata have
 * it, and no federation's collection. Its own signature is not looked at: who may be asked is said by the address.
 */
export function readMetadata(xml: string, now: Date): ReadMetadata {
  // Entities of a document type grow beyond any bound; no metadata have one.
  const entity = /<!DOCTYPE/i.test(xml) ? null : rootOf(xml.replace(/^\uFEFF/, ""));
  if (entity?.namespaceURI !== METADATA_NS || entity.localName !== "EntityDescriptor")
    return faulty("These are no SAML metadata of one provider.");
  const provider = providerIn(entity);
  if (!provider) return faulty("These metadata tell of no SAML 2.0 identity provider, or of several.");
  if (isOver(entity, now) || isOver(provider, now)) return faulty("These metadata are over.");
  const entityId = entity.getAttribute("entityID") ?? "";
  const ssoUrl = signOnIn(provider);
  if (!ssoUrl) return faulty("These metadata name no address to sign on by HTTP-Redirect.");
  const read = certificatesIn(provider).map(readCertificate);
  const certificates = [...new Set(read.flatMap((one) => (one.ok ? [one.pem] : [])))];
  if (certificates.length > 0) return { ok: true, value: { entityId, ssoUrl, certificates } };
  const fault = read.find((one) => !one.ok)?.fault;
  return faulty(fault ?? "These metadata hold no certificate to sign with.");
}

function providerIn(entity: Element): Element | null {
  const providers = childrenOf(entity, METADATA_NS, "IDPSSODescriptor").filter((one) =>
    (one.getAttribute("protocolSupportEnumeration") ?? "").split(/\s+/).includes(PROTOCOL_NS),
  );
  return providers.length === 1 ? (providers[0] ?? null) : null;
}

function isOver(element: Element, now: Date): boolean {
  const until = element.getAttribute("validUntil");
  // What is no moment compares as over.
  return until !== null && !(Date.parse(until) > now.getTime());
}

const signOnIn = (provider: Element): string | null =>
  childrenOf(provider, METADATA_NS, "SingleSignOnService")
    .find((one) => one.getAttribute("Binding") === REDIRECT)
    ?.getAttribute("Location") ?? null;

/** Of keys to sign with, and of keys for whatever. */
function certificatesIn(provider: Element): string[] {
  const keys = childrenOf(provider, METADATA_NS, "KeyDescriptor").filter(
    (key) => (key.getAttribute("use") ?? "signing") === "signing",
  );
  return keys.flatMap((key) => {
    const info = onlyChild(key, SIGNATURE_NS, "KeyInfo");
    const data = info ? childrenOf(info, SIGNATURE_NS, "X509Data") : [];
    return data
      .flatMap((one) => childrenOf(one, SIGNATURE_NS, "X509Certificate"))
      .map((one) => textOf(one) ?? "");
  });
}
