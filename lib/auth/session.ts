import "server-only";
import { seeSession } from "@/lib/db/people";
import {
  closeSessionRow,
  findSession,
  type Membership,
  membershipsOf,
  openSessionRow,
  type SignedIn,
} from "@/lib/db/resolve";
import { newUuid, publicId } from "@/lib/ids";
import { type EntryVerdict, judgeEntry } from "./entry";
import { type Caller, scopesOf } from "./policy";
import type { Role } from "./role";
import { type OpenedBy, originOf, recordOfPerson, recordSignIn } from "./sign-in-ledger";
import { newToken, tokenHash } from "./token";

/** How old the note may be that a session was used. */
const SEEN_MS = 60_000;

export const SESSION_SECONDS = 14 * 24 * 60 * 60;

/**
 * Every way of signing in ends here. Returns the token for the cookie, a new one at each sign-in; only its hash is
 * stored. The organizations that the session opens have it in their ledgers before anybody has the token.
 */
export async function openSession(
  personId: string,
  now: Date,
  by: OpenedBy = { way: "email" },
): Promise<string> {
  const token = newToken();
  await keepSession(token, personId, { expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000), by });
  return token;
}

/** The same for a token that next-auth has drawn (from `newToken`). */
export async function keepSession(
  token: string,
  personId: string,
  { expiresAt, by }: { readonly expiresAt: Date; readonly by: OpenedBy },
): Promise<void> {
  const { providerId } = originOf(by);
  await openSessionRow(tokenHash(token), personId, { expiresAt, providerId });
  await recordSignIn(personId, by, new Date());
}

/** Signs out: the session is over from its next request on. The organizations that it opened have it in their ledgers. */
export async function closeSession(token: string, now = new Date()): Promise<void> {
  const hash = tokenHash(token);
  const found = await findSignedIn(token, now);
  await closeSessionRow(hash);
  if (!found) return;
  const opened = enterable(found).map(({ organizationId }) => organizationId);
  const { personId } = found.person;
  await recordOfPerson(opened, { personId, action: "session.closed", payload: null, now });
}

export interface SignedInPerson {
  readonly person: SignedIn;
  readonly memberships: readonly Membership[];
}

/** Who is signed in, with the organizations he belongs to; null for no or an expired session. */
export async function findSignedIn(
  token: string | undefined,
  now = new Date(),
): Promise<SignedInPerson | null> {
  if (!token) return null;
  const person = await findSession(tokenHash(token));
  if (!person) return null;
  if (now.getTime() - person.seenAt.getTime() > SEEN_MS) await seeSession(tokenHash(token)).catch(() => {});
  return { person, memberships: await membershipsOf(person.personId) };
}

/**
 * Whether the person opened the session by a way of the own, and may change with it what is his everywhere: his name, his
 * sessions, other ways in. What one company's provider says opens that company, and is no word about the rest.
 */
export const isOwnSession = ({ person }: Pick<SignedInPerson, "person">): boolean =>
  person.providerId === null;

/** How the session stands to one of the person's organizations; null if it is not his. */
export function entryInto(
  { person, memberships }: SignedInPerson,
  organizationId: string,
): { readonly verdict: EntryVerdict; readonly membership: Membership } | null {
  const membership = memberships.find((held) => held.organizationId === organizationId);
  return membership ? { verdict: judgeEntry(person, membership), membership } : null;
}

/** The organizations that the session opens. */
export const enterable = (signedIn: SignedInPerson): Membership[] =>
  signedIn.memberships.filter((membership) => mayEnter(judgeEntry(signedIn.person, membership)));

const mayEnter = (verdict: EntryVerdict): boolean => verdict === "open" || verdict === "break-glass";

/**
 * The organizations of the person that whoever holds the session may know of: all in one of the own, and in a company's
 * those alone that it opens.
 */
export const knownMemberships = (signedIn: SignedInPerson): readonly Membership[] =>
  isOwnSession(signedIn) ? signedIn.memberships : enterable(signedIn);

/** The signed-in person as a caller within one of his organizations; null if the session does not open it. */
export function callerWithin(signedIn: SignedInPerson, organizationId: string): Caller | null {
  const entry = entryInto(signedIn, organizationId);
  if (!entry || !mayEnter(entry.verdict)) return null;
  const { membership } = entry;
  const role = membership.role as Role;
  return {
    organizationId,
    actor: { type: "person", ref: publicId("per", signedIn.person.personId) },
    role,
    scopes: scopesOf(role),
    requestId: newUuid(),
    signedInAt: signedIn.person.openedAt,
    isClosing: membership.isClosing,
  };
}
