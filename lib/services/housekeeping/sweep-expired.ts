import "server-only";
import { withOrg } from "@/lib/db/control";
import { forgetAnswers, KEPT_MS } from "@/lib/db/idempotency";
import { sweepBuckets } from "@/lib/db/rate-buckets";
import { organizationsWithOldAnswers } from "@/lib/db/resolve";
import { sweepAssertions } from "@/lib/db/saml-answers";
import { recordFailures } from "../sign-in/record-failures";

/** Organizations in one sweep; the rest has the next. */
const AT_ONCE = 500;

/**
 * Forgets what nobody can ask for any more: answers kept for over a day, full token buckets, assertions whose requests
 * are long over. Failed sign-ins that were counted go into the ledgers. Counts only.
 */
export async function sweepExpired(
  now: Date,
): Promise<{ answers: number; buckets: number; failures: number; assertions: number }> {
  const before = new Date(now.getTime() - KEPT_MS);
  let answers = 0;
  for (const organizationId of await organizationsWithOldAnswers(before, AT_ONCE))
    answers += await withOrg(organizationId, (db) => forgetAnswers(db, before));
  return {
    answers,
    buckets: await sweepBuckets(now),
    failures: await recordFailures(now, AT_ONCE),
    assertions: await sweepAssertions(now),
  };
}
