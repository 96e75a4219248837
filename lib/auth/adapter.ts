import "server-only";
import type { Adapter, AdapterAccount, AdapterUser } from "next-auth/adapters";
import {
  findPerson,
  findPersonByEmail,
  findPersonOfIdentity,
  linkIdentity,
  placeSignInToken,
  type StoredPerson,
  takeSignInToken,
  verifyPerson,
} from "@/lib/db/people";
import { findSession, personWithEmail } from "@/lib/db/resolve";
import { AppError } from "@/lib/errors";
import { newUuid } from "@/lib/ids";
import { nameOfNewPerson } from "@/lib/shown-name";
import { closeSession, isOwnSession, keepSession } from "./session";
import { noteAfterAnswer, recordEverywhere } from "./sign-in-ledger";
import { tokenHash } from "./token";

/**
 * What next-auth keeps of people, tokens and sessions, in our tables: of every token the hash alone. A session that it
 * opens is one like any other (`session.ts`), here by `way`.
 */
export const adapterOf = (way: "email" | "google"): Adapter => ({
  createUser: async (user: Omit<AdapterUser, "id">) => {
    const id = await personWithEmail(newUuid(), user.email, nameOfNewPerson(user.name, user.email));
    if (user.emailVerified) await verifyPerson(id);
    return userOf(await requirePerson(id));
  },
  getUser: async (id) => userOrNull(await findPerson(id)),
  getUserByEmail: async (email) => userOrNull(await findPersonByEmail(email)),
  getUserByAccount: async ({ provider, providerAccountId }) =>
    userOrNull(await findPersonOfIdentity(provider, providerAccountId)),
  updateUser: async ({ id, emailVerified }) => {
    if (emailVerified) await verifyPerson(id);
    return userOf(await requirePerson(id));
  },
  linkAccount: async ({ provider, providerAccountId, userId }: AdapterAccount) => {
    await linkIdentity({ issuer: provider, subject: providerAccountId }, userId);
    const payload = { provider, by: "session" };
    await recordEverywhere({ personId: userId, action: "identity.linked", payload, now: new Date() });
  },
  createSession: async (session) => {
    await keepSession(session.sessionToken, session.userId, { expiresAt: session.expires, by: { way } });
    return session;
  },
  getSessionAndUser: async (sessionToken) => {
    const found = await findSession(tokenHash(sessionToken));
    // To a company's session nobody is signed in here: it must not give the person another way in.
    if (!found || !isOwnSession({ person: found })) return null;
    const session = { sessionToken, userId: found.personId, expires: found.expiresAt };
    return { session, user: userOf(await requirePerson(found.personId)) };
  },
  // A session lasts as long as it was opened for.
  updateSession: async () => null,
  deleteSession: async (sessionToken) => {
    await closeSession(sessionToken);
  },
  createVerificationToken: async (token) => {
    await placeSignInToken(token.token, token.identifier, token.expires);
    return token;
  },
  useVerificationToken: async ({ identifier, token }) => {
    const expires = await takeSignInToken(token, identifier);
    if (!expires) noteAfterAnswer(identifier, { way: "email", reason: "link-over" });
    return expires && { identifier, token, expires };
  },
});

async function requirePerson(id: string): Promise<StoredPerson> {
  const person = await findPerson(id);
  if (!person) throw new AppError("internal", "A person who was just found is not there.");
  return person;
}

const userOf = ({ personId, email, name, verifiedAt }: StoredPerson): AdapterUser => ({
  id: personId,
  email,
  name,
  emailVerified: verifiedAt,
});

const userOrNull = (person: StoredPerson | null): AdapterUser | null => person && userOf(person);
