import "server-only";
import type { Scoped } from "./control";
import { withOrg } from "./control";

export interface StoredApiKey {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly string[];
  /** Whose role it has; null: a service key, which has scopes only. */
  readonly personId: string | null;
  /** CIDR ranges that it may be used from; none: from anywhere. */
  readonly addresses: readonly string[];
  /** Public id of the person or key that made it; null: its person, as the organization began. */
  readonly madeBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const SHOWN = {
  id: true,
  name: true,
  hint: true,
  scopes: true,
  personId: true,
  addresses: true,
  madeBy: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} as const;

/** The keys that were not revoked, the newest first; expired ones too. */
export const listApiKeys = (db: Scoped): Promise<StoredApiKey[]> =>
  db.apiKey.findMany({ where: { revokedAt: null }, select: SHOWN, orderBy: { id: "desc" } });

/** Null when there is none or it was revoked. */
export const findApiKey = (db: Scoped, id: string): Promise<StoredApiKey | null> =>
  db.apiKey.findFirst({ where: { id, revokedAt: null }, select: SHOWN });

export const countApiKeys = (db: Scoped): Promise<number> => db.apiKey.count({ where: { revokedAt: null } });

export type NewApiKey = Pick<StoredApiKey, "id" | "name" | "hint" | "scopes" | "personId"> &
  Partial<Pick<StoredApiKey, "addresses" | "madeBy" | "createdAt" | "expiresAt">> & { readonly hash: string };

export async function insertApiKey(db: Scoped, organizationId: string, key: NewApiKey): Promise<void> {
  const { scopes, addresses = [], ...rest } = key;
  await db.apiKey.create({
    data: { organizationId, ...rest, scopes: [...scopes], addresses: [...addresses] },
  });
}

/** Ends the keys that speak for a person; answers which. */
export async function revokeKeysOf(db: Scoped, personId: string, at: Date): Promise<string[]> {
  const where = { personId, revokedAt: null };
  const keys = await db.apiKey.findMany({ where, select: { id: true } });
  await db.apiKey.updateMany({ where, data: { revokedAt: at } });
  return keys.map(({ id }) => id);
}

/** The keys that speak for a person or ever did: revoked ones too. */
export async function keysEverOf(db: Scoped, personId: string): Promise<string[]> {
  return (await db.apiKey.findMany({ where: { personId }, select: { id: true } })).map(({ id }) => id);
}

/** False when there is none, or it was revoked already. */
export async function revokeApiKey(db: Scoped, id: string, at: Date): Promise<boolean> {
  const { count } = await db.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
  return count === 1;
}

/**
 * Notes that a key was used, unless that is noted for a moment after `unlessAfter`. Waits for nobody: a row that
 * somebody has locked is left, for he notes the same or revokes it.
 */
export async function noteApiKeyUse(
  organizationId: string,
  id: string,
  { at, unlessAfter }: { readonly at: Date; readonly unlessAfter: Date },
): Promise<void> {
  await withOrg(
    organizationId,
    (db) => db.$executeRaw`
      update api_key k set last_used_at = ${at}
        from (select o.organization_id, o.id from api_key o
               where o.id = ${id}::uuid and (o.last_used_at is null or o.last_used_at <= ${unlessAfter})
                 for update skip locked) free
       where k.organization_id = free.organization_id and k.id = free.id`,
  );
}

/** What these API keys are called, revoked ones too. */
export const namesOfKeys = (db: Scoped, ids: readonly string[]): Promise<{ id: string; name: string }[]> =>
  db.apiKey.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
