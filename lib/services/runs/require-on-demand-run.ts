import "server-only";
import type { Scoped } from "@/lib/db/control";
import { onDemandRuns, queueRequests } from "@/lib/db/runs";
import { AppError } from "@/lib/errors";
import { planOfOrganization } from "../organizations/plan-of-organization";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Throws AppError `limit-reached` where the plan's syncs on demand of the last 24 hours are used up. Requests of a
 * limited organization take turns from here to the end of the transaction, so that none slips past the count.
 */
export async function requireOnDemandRun(db: Scoped, organizationId: string, now: Date): Promise<void> {
  const { word, runsADay } = await planOfOrganization(db, organizationId);
  if (runsADay === null) return;
  await queueRequests(db, organizationId);
  const since = new Date(now.getTime() - DAY_MS);
  const used = await onDemandRuns(db, since, runsADay);
  const oldest = used.at(-1);
  if (!oldest || used.length < runsADay) return;
  throw new AppError(
    "limit-reached",
    `The ${word} plan has ${runsADay} runs on demand a day; ${runsADay} of ${runsADay} are used.`,
    {
      remedy: "The schedule goes on by itself. Ask again later, or choose a plan without this limit.",
      retryAfterMs: Math.max(0, oldest.getTime() + DAY_MS - now.getTime()),
    },
  );
}
