import { SIGNATURE_NS } from "../xml";

const METADATA_NS = "urn:oasis:names:tc:SAML:2.0:metadata";

/** What a provider's metadata may say otherwise than usual. */
export interface ToldMetadata {
  readonly entityId?: string;
  readonly certificates: readonly string[];
  readonly encryption?: readonly string[];
  readonly ssoUrl?: string;
  readonly binding?: string;
  readonly protocols?: string;
  readonly validUntil?: string;
  /** Beside the identity provider, in the same entity. */
  readonly besides?: string;
}

const keyOf = (use: string) => (pem: string) =>
  `<KeyDescriptor${use}><KeyInfo xmlns="${SIGNATURE_NS}"><X509Data><X509Certificate>
    ${pem.replace(/-----[^-]+-----/g, "").trim()}
  </X509Certificate></X509Data></KeyInfo></KeyDescriptor>`;

/** The metadata of one identity provider, with comments and declarations as vendors write them. */
export function metadataXml(told: ToldMetadata): string {
  const { entityId = "https://idp.example/metadata", ssoUrl = "https://idp.example/sso" } = told;
  const until = told.validUntil === undefined ? "" : ` validUntil="${told.validUntil}"`;
  return `<?xml version="1.0" encoding="UTF-8"?><!-- by a vendor -->
<EntityDescriptor xmlns="${METADATA_NS}" entityID="${entityId}"${until}>
  ${told.besides ?? ""}
  <IDPSSODescriptor protocolSupportEnumeration="${told.protocols ?? "urn:oasis:names:tc:SAML:2.0:protocol"}">
    ${(told.encryption ?? []).map(keyOf(' use="encryption"')).join("\n")}
    ${told.certificates.map(keyOf(' use="signing"')).join("\n")}
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/post"/>
    <SingleSignOnService Binding="${told.binding ?? "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"}" Location="${ssoUrl}"/>
  </IDPSSODescriptor>
</EntityDescriptor>`;
}
