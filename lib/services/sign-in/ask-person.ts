import "server-only";
import { newToken, tokenHash } from "@/lib/auth/token";
import { placeClaim } from "@/lib/db/identity-claims";
import type { FoundProvider } from "@/lib/db/identity-providers";
import { takeTokens } from "@/lib/db/rate-buckets";
import { sendMail } from "@/lib/egress/send-mail";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { linkLetter } from "@/lib/mail/letters";

const CLAIM_MS = 30 * 60_000;
export const CLAIM_SECONDS = CLAIM_MS / 1000;

/** Letters that one mailbox is sent by this; whoever asks, nobody is flooded through us. */
const LETTERS = { burst: 5, intervalMs: 180_000 };

interface Question {
  /** Whose the identity would become; null: nobody has the address yet. */
  readonly personId: string | null;
  /** Where the question goes by mail; null: the person is signed in, and is asked on a page. */
  readonly email: string | null;
  readonly returnTo: string;
}

/**
 * Keeps what a provider told until its person says that it is his: by the link in a mail, or in the browser that came
 * back, where he is signed in. Throws AppError `rate-limited` and `upstream-unavailable` where no mail goes out.
 */
export async function askPerson(
  provider: FoundProvider,
  told: {
    readonly issuer: string;
    readonly subject: string;
    readonly email: string | null;
    readonly name: string | null;
  },
  { personId, email, returnTo }: Question,
  now: Date,
): Promise<{ outcome: "needs-confirmation"; browserToken: string; email: string | null }> {
  if (email !== null) await limitLetters(email);
  const [token, browserToken] = [newToken(), newToken()];
  const claim = {
    tokenHash: tokenHash(token),
    providerId: provider.id,
    organizationId: provider.organizationId,
    issuer: told.issuer,
    subject: told.subject,
    email: told.email ?? "",
    name: told.name ?? "",
    personId,
    returnTo,
  };
  await placeClaim(claim, tokenHash(browserToken), new Date(now.getTime() + CLAIM_MS));
  if (email !== null) {
    const link = new URL("/sign-in/link", env().APP_URL);
    link.searchParams.set("token", token);
    const by = { provider: provider.name, organization: provider.organizationName };
    await sendMail({ to: email, ...linkLetter(link.href, { ...by, minutes: CLAIM_MS / 60_000 }) });
  }
  return { outcome: "needs-confirmation", browserToken, email };
}

async function limitLetters(email: string): Promise<void> {
  const [take] = await takeTokens([{ id: tokenHash(`identity letter ${email}`), ...LETTERS }]);
  if (take?.isTaken !== false) return;
  throw new AppError("rate-limited", "This mailbox has been sent enough links for now.", {
    remedy: "Use the newest link in your mail, or try again in a few minutes.",
    retryAfterMs: LETTERS.intervalMs,
  });
}
