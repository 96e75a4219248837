import { AppError } from "@/lib/errors";

/** How old a sign-in may be for what cannot be undone or opens ways in: who finds a browser open has none of that age. */
const FRESH_MINUTES = 10;
const FRESH_MS = FRESH_MINUTES * 60_000;

interface Asker {
  /** When the session that asks was opened; a key, and whatever else is no session, has no such moment. */
  readonly signedInAt?: Date | undefined;
}

/** Milliseconds for which the sign-in stays fresh; 0 where it is not. */
export const freshForMs = ({ signedInAt }: Asker, now: Date): number =>
  signedInAt === undefined ? 0 : Math.max(0, signedInAt.getTime() + FRESH_MS - now.getTime());

/** Throws AppError `forbidden` unless the session was opened within the last ten minutes. */
export function requireFreshSignIn(asker: Asker, now: Date): void {
  if (freshForMs(asker, now) > 0) return;
  throw new AppError("forbidden", "This needs a sign-in that is not older than ten minutes.", {
    remedy: "Sign in again, and ask once more.",
  });
}
