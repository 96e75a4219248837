import "server-only";
import { recordEverywhere } from "@/lib/auth/sign-in-ledger";
import { tokenHash } from "@/lib/auth/token";
import { closeSessionsOf, findPerson, namePerson, sessionsOf } from "@/lib/db/people";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import { enteredName } from "@/lib/shown-name";

/** What a person does to the own account, outside of any organization. `token`: of the session that asks. */
export interface Account {
  readonly personId: string;
  readonly token: string;
}

export interface SessionView {
  readonly id: string;
  readonly openedAt: string;
  /** To the minute. */
  readonly seenAt: string;
  readonly isThis: boolean;
}

/** Where the person is signed in, the last used first. */
export async function listSessions({ personId, token }: Account): Promise<SessionView[]> {
  const own = tokenHash(token);
  return (await sessionsOf(personId)).map(({ id, tokenHash: hash, createdAt, seenAt }) => ({
    id: publicId("ses", id),
    openedAt: createdAt.toISOString(),
    seenAt: seenAt.toISOString(),
    isThis: hash === own,
  }));
}

/** Ends one of the person's sessions from its next request on; `not-found` for another's. */
export async function endSession({ personId }: Account, id: string, now = new Date()): Promise<void> {
  const uuid = uuidOf("ses", id);
  const ended = uuid === null ? 0 : await closeSessionsOf(personId, { id: uuid });
  if (ended === 0) throw new AppError("not-found", "There is no such session.");
  await recordEverywhere({ personId, action: "session.revoked", payload: { sessions: ended }, now });
}

/** Ends all but the one that asks. */
export async function endOtherSessions({ personId, token }: Account, now = new Date()): Promise<void> {
  const ended = await closeSessionsOf(personId, { exceptTokenHash: tokenHash(token) });
  if (ended > 0)
    await recordEverywhere({ personId, action: "session.revoked", payload: { sessions: ended }, now });
}

/** What members of the person's organizations see, so all of them have it in their ledgers. Throws AppError `invalid-input`. */
export async function renamePerson({ personId }: Account, name: unknown, now = new Date()): Promise<void> {
  const after = enteredName(name);
  const before = (await findPerson(personId))?.name;
  if (before === after) return;
  await namePerson(personId, after);
  await recordEverywhere({ personId, action: "person.renamed", payload: { before, after }, now });
}
