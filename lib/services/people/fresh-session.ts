import "server-only";
import { tokenHash } from "@/lib/auth/token";
import { sessionsOf } from "@/lib/db/people";
import { AppError } from "@/lib/errors";
import type { Account } from "./account";

const FRESH_MINUTES = 10;

/** Whether a session was opened lately enough for what cannot be undone. */
export const isFresh = (openedAt: Date, now: Date): boolean =>
  now.getTime() - openedAt.getTime() <= FRESH_MINUTES * 60_000;

/** Whether the person of this session has signed in lately: who finds a browser open has not. */
export async function hasFreshSession({ personId, token }: Account, now = new Date()): Promise<boolean> {
  const hash = tokenHash(token);
  const session = (await sessionsOf(personId)).find((one) => one.tokenHash === hash);
  return session !== undefined && isFresh(session.createdAt, now);
}

/** Throws AppError `forbidden` unless the session was opened within the last ten minutes. */
export async function requireFreshSession(account: Account, now: Date): Promise<void> {
  if (await hasFreshSession(account, now)) return;
  throw new AppError("forbidden", "This needs a sign-in that is not older than ten minutes.", {
    remedy: "Sign in again, and ask once more.",
  });
}
