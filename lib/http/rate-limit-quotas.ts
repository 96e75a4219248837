/** So many calls in so many seconds, all at once if need be; then they come back evenly. */
export interface Quota {
  readonly calls: number;
  readonly seconds: number;
}

/**
 * How much of the API one of each may use. Whoever goes over it is slowed, and nobody else: a key that has none left
 * takes nothing from its address, and an address nothing from an organization.
 */
export const QUOTAS = {
  /** One API key, or one person's browser. */
  key: { calls: 3000, seconds: 60 },
  /** One address of IPv4 or one /64 of IPv6, whatever keys it sends. */
  address: { calls: 6000, seconds: 60 },
  organization: { calls: 6000, seconds: 60 },
  /** One address's calls that nobody was found for. */
  failures: { calls: 300, seconds: 60 },
} as const satisfies Record<string, Quota>;

export type QuotaName = keyof typeof QUOTAS;
