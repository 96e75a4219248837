import "server-only";
import { forgetAttempts, organizationsWithOldAttempts } from "@/lib/db/connect-attempts";
import { withOrg } from "@/lib/db/control";
import { organizationsWithOldDrafts } from "@/lib/db/drafts";
import { forgetAnswers, KEPT_MS } from "@/lib/db/idempotency";
import { forgetDeliveries, organizationsWithOldDeliveries } from "@/lib/db/notice-deliveries";
import { forgetNotices } from "@/lib/db/notices";
import { sweepProviderBuckets } from "@/lib/db/provider-buckets";
import { sweepBuckets } from "@/lib/db/rate-buckets";
import { organizationsWithOldAnswers, organizationsWithOldFlow } from "@/lib/db/resolve";
import { withRows } from "@/lib/db/row-store";
import { foldFlow } from "@/lib/db/rows/flow";
import { forgetOldDrafts } from "@/lib/db/rows/survey";
import { sweepAssertions } from "@/lib/db/saml-answers";
import { recordFailures } from "../sign-in/record-failures";

/** Organizations in one sweep; the rest has the next. */
const AT_ONCE = 500;

const DAY_MS = 86_400_000;

/** Counts of what moved are kept by the hour for so many days, and by the day for so many. */
const HOURLY_DAYS = 8;
const DAILY_DAYS = 40;

/** What a survey read is somebody's rows: they are kept while he decides. A draft that is a registry, for links to it. */
const SURVEY_MS = DAY_MS;
const STARTED_MS = 30 * DAY_MS;

/** For so long it can be seen what was told. */
const TOLD_MS = 30 * 24 * 60 * 60_000;

/**
 * Forgets what nobody can ask for any more: answers kept for over a day, full token buckets and unused ones of
 * providers, ways to a provider that nobody
 * came back from in time, assertions whose requests are long over, surveys of over a day ago, drafts that
 * became registries a month ago and what was told a month ago. Failed sign-ins that were counted go into the ledgers. What
 * moved is put together by the day after a week. Counts only.
 */
export async function sweepExpired(now: Date): Promise<{
  answers: number;
  buckets: number;
  attempts: number;
  failures: number;
  assertions: number;
  flows: number;
  surveys: number;
  drafts: number;
  deliveries: number;
}> {
  const before = new Date(now.getTime() - KEPT_MS);
  let answers = 0;
  for (const organizationId of await organizationsWithOldAnswers(before, AT_ONCE))
    answers += await withOrg(organizationId, (db) => forgetAnswers(db, before));
  let attempts = 0;
  for (const organizationId of await organizationsWithOldAttempts(now, AT_ONCE))
    attempts += await withOrg(organizationId, (db) => forgetAttempts(db, now));
  const old = {
    surveyed: new Date(now.getTime() - SURVEY_MS),
    started: new Date(now.getTime() - STARTED_MS),
  };
  const forgotten = { surveys: 0, drafts: 0 };
  for (const organizationId of await organizationsWithOldDrafts(old, AT_ONCE)) {
    const { surveys, drafts } = await withRows(organizationId, (client) => forgetOldDrafts(client, old));
    forgotten.surveys += surveys;
    forgotten.drafts += drafts;
  }
  const toldBefore = new Date(now.getTime() - TOLD_MS);
  let deliveries = 0;
  for (const organizationId of await organizationsWithOldDeliveries(toldBefore, AT_ONCE))
    deliveries += await withOrg(organizationId, async (db) => {
      await forgetNotices(db, toldBefore);
      return forgetDeliveries(db, toldBefore);
    });
  return {
    ...forgotten,
    answers,
    deliveries,
    buckets: (await sweepBuckets(now)) + (await sweepProviderBuckets()),
    attempts,
    failures: await recordFailures(now, AT_ONCE),
    assertions: await sweepAssertions(now),
    flows: await foldFlows(now),
  };
}

async function foldFlows(now: Date): Promise<number> {
  const fold = {
    before: new Date(now.getTime() - HOURLY_DAYS * DAY_MS),
    forgotten: new Date(now.getTime() - DAILY_DAYS * DAY_MS),
  };
  const flowing = await organizationsWithOldFlow(fold, AT_ONCE);
  for (const organizationId of flowing) await withRows(organizationId, (client) => foldFlow(client, fold));
  return flowing.length;
}
