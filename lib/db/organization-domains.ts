import "server-only";
import { resolver, type Scoped } from "./control";

export interface StoredDomain {
  readonly domain: string;
  /** What the domain's TXT record has to say. */
  readonly token: string;
  /** Null: not proven yet. */
  readonly verifiedAt: Date | null;
  /** Proven, and its record was not there any more when it was looked for. */
  readonly missingSince: Date | null;
}

const COLUMNS = { domain: true, token: true, verifiedAt: true, missingSince: true } as const;

export const listDomains = (db: Scoped): Promise<StoredDomain[]> =>
  db.organizationDomain.findMany({ select: COLUMNS, orderBy: { domain: "asc" } });

export const findDomain = (db: Scoped, domain: string): Promise<StoredDomain | null> =>
  db.organizationDomain.findFirst({ where: { domain }, select: COLUMNS });

/** False when the organization has it already. */
export async function insertDomain(
  db: Scoped,
  organizationId: string,
  domain: Pick<StoredDomain, "domain" | "token">,
): Promise<boolean> {
  const data = [{ organizationId, ...domain }];
  return (await db.organizationDomain.createMany({ data, skipDuplicates: true })).count === 1;
}

/** False when another organization has proven it: the database keeps a proven domain with one. */
export async function verifyDomain(db: Scoped, domain: string, at: Date): Promise<boolean> {
  const verified = await db.$executeRaw`
    update organization_domain
       set verified_at = coalesce(verified_at, ${at}), looked_at = ${at}, missing_since = null
     where domain = ${domain}`.catch((error: unknown) => {
    if (isTaken(error)) return 0;
    throw error;
  });
  return verified === 1;
}

/** What proves a domain: its name, and the token that was given out for it. */
export type ProvenDomain = Pick<StoredDomain, "domain" | "token">;

/** False where the domain is not proven by this token. */
export async function unproveDomain(db: Scoped, { domain, token }: ProvenDomain): Promise<boolean> {
  const where = { domain, token, verifiedAt: { not: null } };
  const data = { verifiedAt: null, lookedAt: null, missingSince: null };
  return (await db.organizationDomain.updateMany({ where, data })).count === 1;
}

/** What a look at a proven domain's record found. */
export async function noteLook(
  db: Scoped,
  { domain, token }: ProvenDomain,
  { at, missingSince }: { readonly at: Date; readonly missingSince: Date | null },
): Promise<void> {
  const where = { domain, token, verifiedAt: { not: null } };
  await db.organizationDomain.updateMany({ where, data: { lookedAt: at, missingSince } });
}

export interface DomainHolder {
  readonly organizationId: string;
  readonly token: string;
  /** It is being deleted. */
  readonly isClosing: boolean;
}

/** The organization that has proven the domain, whichever it is. */
export async function findHolder(domain: string): Promise<DomainHolder | null> {
  const rows = await resolver().$queryRaw<DomainHolder[]>`
    select organization_id as "organizationId", token, is_closing as "isClosing" from resolve.holder_of_domain(${domain})`;
  return rows[0] ?? null;
}

export interface DueDomain extends ProvenDomain {
  readonly organizationId: string;
  readonly missingSince: Date | null;
}

/** Proven domains whose records nobody has looked for since `before`. */
export const domainsToLookAt = (before: Date, limit: number): Promise<DueDomain[]> => resolver().$queryRaw<
  DueDomain[]
>`
  select organization_id as "organizationId", domain, token, missing_since as "missingSince"
    from resolve.domains_to_look_at(${before}, ${limit}::int)`;

const isTaken = (error: unknown): boolean =>
  error instanceof Error && error.message.includes("organization_domain_verified_key");

/** Answers what was dropped. */
export async function dropDomain(db: Scoped, domain: string): Promise<StoredDomain | null> {
  const found = await findDomain(db, domain);
  await db.organizationDomain.deleteMany({ where: { domain } });
  return found;
}

/** Whether the organization has proven the domain. */
export const holdsDomain = async (db: Scoped, domain: string): Promise<boolean> =>
  (await db.organizationDomain.count({ where: { domain, verifiedAt: { not: null } } })) === 1;

export const countVerifiedDomains = (db: Scoped): Promise<number> =>
  db.organizationDomain.count({ where: { verifiedAt: { not: null } } });
