/** So many calls in so many seconds, all at once if need be; then they come back evenly. */
export interface Quota {
  readonly calls: number;
  readonly seconds: number;
}

/**
 * How much of the API and of the screens' actions one of each may use. Whoever goes over it is slowed, and nobody else: a
 * key that has none left takes nothing from its address, and an address nothing from an organization.
 */
export const QUOTAS = {
  /** One API key, or one person's browser. */
  key: { calls: 3000, seconds: 60 },
  /** One address of IPv4 or one /64 of IPv6, whatever keys it sends. */
  address: { calls: 6000, seconds: 60 },
  organization: { calls: 6000, seconds: 60 },
  /** One address's calls that nobody was found for. */
  failures: { calls: 300, seconds: 60 },
  /** What one session does in the browser beside looking at pages; a person's hands do not come near it. */
  actions: { calls: 300, seconds: 60 },
  /** The same of all sessions, and of nobody, at one address. */
  actionsFrom: { calls: 1200, seconds: 60 },
  /** The same of all members of one organization. */
  actionsWithin: { calls: 1200, seconds: 60 },
  /** Files that one organization takes out, each of which may be of its whole log. */
  exports: { calls: 30, seconds: 3600 },
  /** Links to sign in that one mailbox is sent, whoever asks for them: nobody is flooded through us. */
  links: { calls: 5, seconds: 900 },
  /** Links that one address asks for, whatever the mailboxes. */
  linksAsked: { calls: 60, seconds: 900 },
  /** Ways to a company's identity provider that one address begins. */
  waysBegun: { calls: 60, seconds: 300 },
  /** Responses of identity providers that come from one address; each may cost half a second. */
  waysAnswered: { calls: 120, seconds: 300 },
} as const satisfies Record<string, Quota>;

export type QuotaName = keyof typeof QUOTAS;
