/**
 * What is done about the access at the provider when a connection ends:
 * - revoke: tell the provider.
 * - keep: another connection lives on the same consent, which revoking would end.
 * - none: there is nothing that could be revoked (a key, a password, a token that is made by hand).
 */
export type Revocation = "revoke" | "keep" | "none";

export function revocationOf(facts: {
  readonly hasConsent: boolean;
  readonly hasProvider: boolean;
  readonly revokesWholeAccount: boolean;
  readonly isAccountShared: boolean;
}): Revocation {
  if (!facts.hasConsent || !facts.hasProvider) return "none";
  return facts.revokesWholeAccount && facts.isAccountShared ? "keep" : "revoke";
}
