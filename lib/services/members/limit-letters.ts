import "server-only";
import { tokenHash } from "@/lib/auth/token";
import { takeTokens } from "@/lib/db/rate-buckets";
import { AppError } from "@/lib/errors";

/** Invitations that one organization sends: a company's people at once, and then some more. */
const ORGANIZATION = { burst: 50, intervalMs: 600_000 };

/** Invitations that one mailbox is sent, whoever sends them: nobody is flooded through us. */
const MAILBOX = { burst: 5, intervalMs: 3_600_000 };

/**
 * Takes what one letter of invitation costs. The organization first, so that one which has sent enough uses up no
 * mailbox. Throws AppError `rate-limited`.
 */
export async function limitLetters(organizationId: string, email: string): Promise<void> {
  const [organization, mailbox] = await takeTokens([
    { id: tokenHash(`invitations of ${organizationId}`), ...ORGANIZATION },
    { id: tokenHash(`invitations to ${email}`), ...MAILBOX },
  ]);
  if (organization?.isTaken === false)
    throw new AppError("rate-limited", "This organization has sent enough invitations for now.", {
      remedy: "Try again in ten minutes.",
      retryAfterMs: ORGANIZATION.intervalMs,
    });
  if (mailbox?.isTaken === false)
    throw new AppError("rate-limited", "This mailbox has been sent enough invitations for now.", {
      remedy: "Ask the person to look for the newest one, or try again in an hour.",
      retryAfterMs: MAILBOX.intervalMs,
    });
}
