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
import { type Caller, type Role, scopesOf } from "./policy";
import { newToken, tokenHash } from "./token";

/** How old the note may be that a session was used. */
const SEEN_MS = 60_000;

export const SESSION_SECONDS = 14 * 24 * 60 * 60;

/** Every way of signing in ends here. Returns the token for the cookie; only its hash is stored. */
export async function openSession(personId: string, now: Date): Promise<string> {
  const token = newToken();
  await openSessionRow(tokenHash(token), personId, new Date(now.getTime() + SESSION_SECONDS * 1000));
  return token;
}

export const closeSession = (token: string): Promise<void> => closeSessionRow(tokenHash(token));

/** Who is signed in, with the organizations he belongs to; null for no or an expired session. */
export async function findSignedIn(
  token: string | undefined,
  now = new Date(),
): Promise<{ person: SignedIn; memberships: Membership[] } | null> {
  if (!token) return null;
  const person = await findSession(tokenHash(token));
  if (!person) return null;
  if (now.getTime() - person.seenAt.getTime() > SEEN_MS) await seeSession(tokenHash(token)).catch(() => {});
  return { person, memberships: await membershipsOf(person.personId) };
}

/** The signed-in person as a caller within one of his organizations; null if it is not his. */
export function callerWithin(
  signedIn: { person: SignedIn; memberships: Membership[] },
  organizationId: string,
): Caller | null {
  const membership = signedIn.memberships.find((held) => held.organizationId === organizationId);
  if (!membership) return null;
  const role = membership.role as Role;
  return {
    organizationId,
    actor: { type: "person", ref: publicId("per", signedIn.person.personId) },
    role,
    scopes: scopesOf(role),
    requestId: newUuid(),
    isClosing: membership.isClosing,
  };
}
