/** An organization's identity provider, as its owner wrote it down. Only these certificates are believed. */
export interface SamlIdentityProvider {
  readonly entityId: string;
  readonly ssoUrl: string;
  /** X.509 in PEM; several while one is being replaced. */
  readonly certificates: readonly string[];
}

/** What we are to one identity provider. */
export interface ServiceProvider {
  /** Where our metadata are, too. No two identity providers share one: what one asserts is no audience of another. */
  readonly entityId: string;
  /** Where it posts its responses. */
  readonly acsUrl: string;
}

export interface Parties {
  readonly identityProvider: SamlIdentityProvider;
  readonly serviceProvider: ServiceProvider;
}

/** `providerId` is the provider's public id. */
export function serviceProviderAt(appUrl: string, providerId: string): ServiceProvider {
  const place = new URL(`/api/auth/saml/${providerId}/`, appUrl).href;
  return { entityId: `${place}metadata`, acsUrl: `${place}acs` };
}
