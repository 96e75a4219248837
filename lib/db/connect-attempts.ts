import "server-only";
import { resolver, type Scoped } from "./control";

/** A person on his way to a provider and back. */
export interface ConnectAttempt {
  readonly id: string;
  readonly personRef: string;
  readonly sessionHash: string;
  readonly kind: string;
  readonly connectionId: string;
  /** False: the connection is still to be made. */
  readonly reconnects: boolean;
  readonly returnTo: string;
  /** What he came back with and is asked about, sealed for the attempt. */
  readonly sealedOffer: string | null;
  /** Which files he was sent to agree to; null = the provider has no such choice. */
  readonly files: string | null;
  readonly expiresAt: Date;
}

/** Who and whose browser an attempt belongs to. */
export type Traveller = Pick<ConnectAttempt, "personRef" | "sessionHash">;

export async function insertAttempt(
  db: Scoped,
  organizationId: string,
  attempt: ConnectAttempt & { readonly stateHash: string | null },
): Promise<void> {
  await db.connectAttempt.create({ data: { organizationId, ...attempt } });
}

/**
 * Takes the attempt away, so that it is used once; null for one that is unknown, used, over, or another person's or
 * browser's (which leaves it to its own).
 */
export function takeAttempt(
  db: Scoped,
  stateHash: string,
  by: Traveller & { readonly kind: string; readonly now: Date },
): Promise<ConnectAttempt | null> {
  const { personRef, sessionHash, kind, now } = by;
  return taken(db, { stateHash, personRef, sessionHash, kind, expiresAt: { gt: now } });
}

export const takeOffer = (
  db: Scoped,
  id: string,
  { personRef, sessionHash, now }: Traveller & { readonly now: Date },
): Promise<ConnectAttempt | null> =>
  taken(db, { id, personRef, sessionHash, sealedOffer: { not: null }, expiresAt: { gt: now } });

export const findOffer = (
  db: Scoped,
  id: string,
  { personRef, sessionHash, now }: Traveller & { readonly now: Date },
): Promise<ConnectAttempt | null> =>
  db.connectAttempt.findFirst({
    where: { id, personRef, sessionHash, sealedOffer: { not: null }, expiresAt: { gt: now } },
  });

async function taken(
  db: Scoped,
  where: NonNullable<Parameters<Scoped["connectAttempt"]["findFirst"]>[0]>["where"],
): Promise<ConnectAttempt | null> {
  const found = await db.connectAttempt.findFirst({ where: where ?? {} });
  if (!found) return null;
  // Of two who come at once the second finds it gone.
  const { count } = await db.connectAttempt.deleteMany({ where: { id: found.id } });
  return count === 1 ? found : null;
}

export async function organizationsWithOldAttempts(now: Date, limit: number): Promise<string[]> {
  const rows = await resolver().$queryRaw<{ id: string }[]>`
    select organization_id as id from resolve.organizations_with_old_attempts(${now}, ${limit}::int)`;
  return rows.map(({ id }) => id);
}

/** Forgets attempts that are over, with what was offered in them. Returns how many. */
export async function forgetAttempts(db: Scoped, now: Date): Promise<number> {
  const { count } = await db.connectAttempt.deleteMany({ where: { expiresAt: { lte: now } } });
  return count;
}
