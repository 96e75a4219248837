import "server-only";
import { forgetAttempts, organizationsWithOldAttempts } from "@/lib/db/connect-attempts";
import { withOrg } from "@/lib/db/control";
import { forgetAnswers, KEPT_MS } from "@/lib/db/idempotency";
import { sweepProviderBuckets } from "@/lib/db/provider-buckets";
import { sweepBuckets } from "@/lib/db/rate-buckets";
import { organizationsWithOldAnswers, organizationsWithOldFlow } from "@/lib/db/resolve";
import { withRows } from "@/lib/db/row-store";
import { foldFlow } from "@/lib/db/rows/flow";
import { sweepAssertions } from "@/lib/db/saml-answers";
import { recordFailures } from "../sign-in/record-failures";

/** Organizations in one sweep; the rest has the next. */
const AT_ONCE = 500;

const DAY_MS = 86_400_000;

/** Counts of what moved are kept by the hour for so many days, and by the day for so many. */
const HOURLY_DAYS = 8;
const DAILY_DAYS = 40;

/**
 * Forgets what nobody can ask for any more: answers kept for over a day, full token buckets and unused ones of
 * providers, ways to a provider that nobody
 * came back from in time, assertions whose requests are long over. Failed sign-ins that were counted go into the ledgers.
 * What moved is put together by the day after a week. Counts only.
 */
export async function sweepExpired(now: Date): Promise<{
  answers: number;
  buckets: number;
  attempts: number;
  failures: number;
  assertions: number;
  flows: number;
}> {
  const before = new Date(now.getTime() - KEPT_MS);
  let answers = 0;
  for (const organizationId of await organizationsWithOldAnswers(before, AT_ONCE))
    answers += await withOrg(organizationId, (db) => forgetAnswers(db, before));
  let attempts = 0;
  for (const organizationId of await organizationsWithOldAttempts(now, AT_ONCE))
    attempts += await withOrg(organizationId, (db) => forgetAttempts(db, now));
  const fold = {
    before: new Date(now.getTime() - HOURLY_DAYS * DAY_MS),
    forgotten: new Date(now.getTime() - DAILY_DAYS * DAY_MS),
  };
  const flowing = await organizationsWithOldFlow(fold, AT_ONCE);
  for (const organizationId of flowing) await withRows(organizationId, (client) => foldFlow(client, fold));
  return {
    answers,
    buckets: (await sweepBuckets(now)) + (await sweepProviderBuckets()),
    attempts,
    failures: await recordFailures(now, AT_ONCE),
    assertions: await sweepAssertions(now),
    flows: flowing.length,
  };
}
