import "server-only";
import { resolver, type Scoped } from "./control";

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
}

export interface SamlConfig {
  readonly entityId: string;
  readonly ssoUrl: string;
  /** PEM; an answer signed by another one's key is none. */
  readonly certificates: readonly string[];
  /** Where the provider tells all that; absent: somebody entered it. */
  readonly metadataUrl?: string;
}

/** What is no secret of how an organization's people sign in somewhere. */
export type ProviderSettings =
  | { readonly kind: "oidc"; readonly config: OidcConfig }
  | { readonly kind: "saml"; readonly config: SamlConfig };

export type StoredProvider = ProviderSettings & {
  readonly organizationId: string;
  readonly id: string;
  readonly name: string;
  /** OIDC's client secret as the vault sealed it for this provider. */
  readonly sealedSecret: string | null;
  readonly enabled: boolean;
  /** When settings or secret last changed: what was tried before says nothing of them. */
  readonly configuredAt: Date;
};

export type FoundProvider = StoredProvider & {
  readonly organizationName: string;
  /** The organization is being deleted: its members come in, and nobody joins. */
  readonly isClosing: boolean;
};

const COLUMNS = {
  organizationId: true,
  id: true,
  kind: true,
  name: true,
  config: true,
  sealedSecret: true,
  enabled: true,
  configuredAt: true,
} as const;

export const listProviders = async (db: Scoped): Promise<StoredProvider[]> =>
  (await db.identityProvider.findMany({
    select: COLUMNS,
    orderBy: { createdAt: "asc" },
  })) as unknown as StoredProvider[];

export const findProvider = async (db: Scoped, id: string): Promise<StoredProvider | null> =>
  (await db.identityProvider.findFirst({
    where: { id },
    select: COLUMNS,
  })) as unknown as StoredProvider | null;

export async function insertProvider(db: Scoped, provider: StoredProvider): Promise<void> {
  await db.identityProvider.create({ data: { ...provider, config: provider.config as object } });
}

/** Changes what is given of the provider; false when there is none. */
export async function changeProvider(
  db: Scoped,
  id: string,
  change: Partial<Pick<StoredProvider, "name" | "config" | "sealedSecret" | "enabled" | "configuredAt">>,
): Promise<boolean> {
  const { config, ...rest } = change;
  const data = config === undefined ? rest : { ...rest, config: config as object };
  return (await db.identityProvider.updateMany({ where: { id }, data })).count === 1;
}

export async function dropProvider(db: Scoped, id: string): Promise<void> {
  await db.identityProvider.deleteMany({ where: { id } });
}

/** How much of a provider's ended. */
export interface Ended {
  readonly sessions: number;
  readonly identities: number;
}

/**
 * Ends the sessions that the organization's provider has opened and what is on its way by it; with `identities` also who is
 * who there, where that is its own to tell (SAML).
 */
export async function endSignInsBy(
  db: Scoped,
  id: string,
  { identities }: { readonly identities: boolean },
): Promise<Ended> {
  const rows = await db.$queryRaw<Ended[]>`
    select sessions, identities from resolve.end_sign_ins_by(${id}::uuid, ${identities})`;
  return rows[0] ?? { sessions: 0, identities: 0 };
}

/** The providers by one of which members must come; none: they may come by any way. */
export async function requiredProviders(db: Scoped): Promise<string[]> {
  const required = await db.signInRequirement.findMany({ select: { providerId: true } });
  return required.map(({ providerId }) => providerId);
}

/** From the next request on members must have come by one of these; none: they may come by any way. */
export async function requireProviders(
  db: Scoped,
  organizationId: string,
  providerIds: readonly string[],
): Promise<void> {
  await db.signInRequirement.deleteMany({});
  await db.signInRequirement.createMany({
    data: providerIds.map((providerId) => ({ organizationId, providerId })),
  });
}

/** A provider before its organization is known, as a browser's address names it. */
export async function providerById(id: string): Promise<FoundProvider | null> {
  const rows = await resolver().$queryRaw<FoundProvider[]>`
    select organization_id as "organizationId", organization_name as "organizationName",
           is_closing as "isClosing", id, kind, name, config, sealed_secret as "sealedSecret", enabled, configured_at as "configuredAt"
      from resolve.identity_provider(${id}::uuid)`;
  return rows[0] ?? null;
}

/** Where people of a domain sign in: a provider of the organization that has proven the domain. */
export async function providerOfDomain(
  domain: string,
): Promise<{ readonly id: string; readonly kind: StoredProvider["kind"] } | null> {
  const rows = await resolver().$queryRaw<{ id: string; kind: StoredProvider["kind"] }[]>`
    select id, kind from resolve.provider_of_domain(${domain})`;
  return rows[0] ?? null;
}
