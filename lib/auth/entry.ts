/** How a session was opened: by an organization's identity provider, or (nulls) by a way that belongs to none. */
export interface SessionOrigin {
  readonly providerId: string | null;
  readonly providerOrganizationId: string | null;
}

/** How an organization wants to be entered by one of its members. */
export interface EntryTerms {
  readonly organizationId: string;
  /** The identity providers by one of which members must come; none: they may come by any way. */
  readonly requiredProviders: readonly string[];
  /** May come by any way all the same. */
  readonly isBreakGlass: boolean;
}

/**
 * - open: the session is good there; break-glass: only because the member is a break-glass owner.
 * - by-provider: the member has to come by the organization's provider.
 * - elsewhere: another organization's provider opened the session, and is believed by nobody but that organization.
 */
export type EntryVerdict = "open" | "break-glass" | "by-provider" | "elsewhere";

/** Whether a session is good in an organization that its person is a member of. */
export function judgeEntry(origin: SessionOrigin, terms: EntryTerms): EntryVerdict {
  const { providerId, providerOrganizationId } = origin;
  if (providerId !== null && providerOrganizationId !== terms.organizationId) return "elsewhere";
  if (terms.requiredProviders.length === 0) return "open";
  if (providerId !== null && terms.requiredProviders.includes(providerId)) return "open";
  return terms.isBreakGlass ? "break-glass" : "by-provider";
}
