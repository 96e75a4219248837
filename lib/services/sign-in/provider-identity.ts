import { publicId } from "@/lib/ids";

/** Who a provider says has signed in there, after its answer was verified. */
export interface ProviderIdentity {
  /** OIDC's issuer; for SAML `samlIssuer` of the provider. With the subject it is who somebody is. */
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** Null: the provider does not say. */
  readonly emailVerified: boolean | null;
  readonly name: string | null;
}

/** SAML's subjects are the provider's own: no other organization's provider can tell one. */
export const samlIssuer = (providerId: string): string => `saml:${publicId("idp", providerId)}`;
