import "server-only";
import type { Scoped } from "./control";

export interface StoredDomain {
  readonly domain: string;
  /** What the domain's TXT record has to say. */
  readonly token: string;
  /** Null: not proven yet. */
  readonly verifiedAt: Date | null;
}

const COLUMNS = { domain: true, token: true, verifiedAt: true } as const;

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
    update organization_domain set verified_at = coalesce(verified_at, ${at}) where domain = ${domain}`.catch(
    (error: unknown) => {
      if (isTaken(error)) return 0;
      throw error;
    },
  );
  return verified === 1;
}

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
