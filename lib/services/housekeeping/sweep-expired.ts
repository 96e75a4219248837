import "server-only";
import { forgetAttempts, organizationsWithOldAttempts } from "@/lib/db/connect-attempts";
import { withOrg } from "@/lib/db/control";
import { forgetAnswers, KEPT_MS } from "@/lib/db/idempotency";
import { sweepBuckets } from "@/lib/db/rate-buckets";
import { organizationsWithOldAnswers } from "@/lib/db/resolve";

/** Organizations in one sweep; the rest has the next. */
const AT_ONCE = 500;

/**
 * Forgets what nobody can ask for any more: answers kept for over a day, full token buckets, and ways to a provider that
 * nobody came back from in time. Counts only.
 */
export async function sweepExpired(
  now: Date,
): Promise<{ answers: number; buckets: number; attempts: number }> {
  const before = new Date(now.getTime() - KEPT_MS);
  let answers = 0;
  for (const organizationId of await organizationsWithOldAnswers(before, AT_ONCE))
    answers += await withOrg(organizationId, (db) => forgetAnswers(db, before));
  let attempts = 0;
  for (const organizationId of await organizationsWithOldAttempts(now, AT_ONCE))
    attempts += await withOrg(organizationId, (db) => forgetAttempts(db, now));
  return { answers, buckets: await sweepBuckets(now), attempts };
}
