import "server-only";
import { resolver } from "./control";

/** People and their ways in, which belong to no organization: each call one function of the schema `resolve`. */

export interface StoredPerson {
  readonly personId: string;
  readonly email: string;
  readonly name: string;
  /** When the person first proved to read mail at the address; null = never. */
  readonly verifiedAt: Date | null;
}

export async function findPerson(personId: string): Promise<StoredPerson | null> {
  const rows = await resolver().$queryRaw<StoredPerson[]>`
    select person_id as "personId", email, name, verified_at as "verifiedAt" from resolve.person_by_id(${personId}::uuid)`;
  return rows[0] ?? null;
}

export async function findPersonByEmail(email: string): Promise<StoredPerson | null> {
  const rows = await resolver().$queryRaw<StoredPerson[]>`
    select person_id as "personId", email, name, verified_at as "verifiedAt" from resolve.person_by_email(${email})`;
  return rows[0] ?? null;
}

export async function verifyPerson(personId: string): Promise<void> {
  await resolver().$executeRaw`select resolve.verify_person(${personId}::uuid)`;
}

export async function namePerson(personId: string, name: string): Promise<void> {
  await resolver().$executeRaw`select resolve.name_person(${personId}::uuid, ${name})`;
}

export async function findPersonOfIdentity(issuer: string, subject: string): Promise<StoredPerson | null> {
  const rows = await resolver().$queryRaw<StoredPerson[]>`
    select person_id as "personId", email, name, verified_at as "verifiedAt"
      from resolve.person_of_identity(${issuer}, ${subject})`;
  return rows[0] ?? null;
}

/**
 * Makes the identity the person's, once: one that is somebody's stays his. Answers whose it is. `providerId`: the
 * organization's provider that tells of it, null for a way that belongs to no organization.
 */
export async function linkIdentity(
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
  personId: string,
  providerId: string | null = null,
): Promise<string> {
  const rows = await resolver().$queryRaw<{ holder: string }[]>`
    select resolve.link_identity(${issuer}, ${subject}, ${personId}::uuid, ${providerId}::uuid) as holder`;
  return rows[0]?.holder ?? personId;
}

/** Notes that somebody came as the identity, by that provider. */
export async function noteIdentityUse(issuer: string, subject: string, providerId: string): Promise<void> {
  await resolver().$executeRaw`select resolve.note_identity_use(${issuer}, ${subject}, ${providerId}::uuid)`;
}

export interface StoredIdentity {
  readonly id: string;
  readonly issuer: string;
  readonly linkedAt: Date;
  readonly usedAt: Date | null;
  /** The organization's provider that told of it last; null for a way that belongs to none, and for one that is gone. */
  readonly providerName: string | null;
  readonly organizationName: string | null;
}

export const identitiesOf = (personId: string): Promise<StoredIdentity[]> => resolver().$queryRaw<
  StoredIdentity[]
>`
  select id, issuer, linked_at as "linkedAt", used_at as "usedAt", provider_name as "providerName",
         organization_name as "organizationName" from resolve.identities_of(${personId}::uuid)`;

/** Takes the identity from its person; null for one that is not his. */
export async function unlinkIdentity(
  personId: string,
  id: string,
): Promise<{ readonly issuer: string; readonly providerId: string | null } | null> {
  const rows = await resolver().$queryRaw<{ issuer: string; providerId: string | null }[]>`
    select issuer, provider_id as "providerId" from resolve.unlink_identity(${personId}::uuid, ${id}::uuid)`;
  return rows[0] ?? null;
}

/** Whether the person came by this provider since then. */
export async function cameBy(personId: string, providerId: string, since: Date): Promise<boolean> {
  const rows = await resolver().$queryRaw<{ came: boolean }[]>`
    select resolve.came_by(${personId}::uuid, ${providerId}::uuid, ${since}) as came`;
  return rows[0]?.came === true;
}

export async function placeSignInToken(tokenHash: string, email: string, expiresAt: Date): Promise<void> {
  await resolver().$executeRaw`select resolve.place_sign_in_token(${tokenHash}, ${email}, ${expiresAt})`;
}

/** When the token would have ended; null for one that is unknown, used, over or another address's. Never twice. */
export async function takeSignInToken(tokenHash: string, email: string): Promise<Date | null> {
  const rows = await resolver().$queryRaw<{ expiresAt: Date }[]>`
    select expires_at as "expiresAt" from resolve.take_sign_in_token(${tokenHash}, ${email})`;
  return rows[0]?.expiresAt ?? null;
}

export interface StoredSession {
  readonly id: string;
  readonly tokenHash: string;
  readonly createdAt: Date;
  /** To the minute. */
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

export const sessionsOf = (personId: string): Promise<StoredSession[]> => resolver().$queryRaw<
  StoredSession[]
>`
  select id, token_hash as "tokenHash", created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt"
    from resolve.sessions_of(${personId}::uuid)`;

export async function seeSession(tokenHash: string): Promise<void> {
  await resolver().$executeRaw`select resolve.see_session(${tokenHash})`;
}

/** Ends sessions of the person: the one with this id, or all but the one with this token. Answers how many. */
export async function closeSessionsOf(
  personId: string,
  which: { readonly id: string } | { readonly exceptTokenHash: string },
): Promise<number> {
  const id = "id" in which ? which.id : null;
  const except = "id" in which ? null : which.exceptTokenHash;
  const rows = await resolver().$queryRaw<{ ended: number }[]>`
    select resolve.close_sessions_of(${personId}::uuid, ${id}::uuid, ${except}) as ended`;
  return rows[0]?.ended ?? 0;
}
