import "server-only";
import { record, withOrg } from "@/lib/db/control";
import { type CountedFailures, organizationsWithFailures, takeFailures } from "@/lib/db/sign-in-failures";
import { publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";

const MINUTE_MS = 60_000;

/**
 * Writes the failed sign-ins of the minutes that are over into the ledgers: one entry for each way and reason, however
 * many there were. Answers how many entries.
 */
export async function recordFailures(now: Date, limit: number): Promise<number> {
  const before = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  let written = 0;
  for (const organizationId of await organizationsWithFailures(before, limit))
    written += await withOrg(organizationId, async (db) => {
      const entries = failureEntries(organizationId, await takeFailures(db, before));
      if (entries.length > 0) await record(db, entries, now);
      return entries.length;
    });
  return written;
}

/** One entry for each way and reason: how often, and from which minute to which. */
export function failureEntries(organizationId: string, counted: readonly CountedFailures[]): Entry[] {
  const groups = Map.groupBy(counted, ({ way, reason }) => `${way} ${reason}`);
  return [...groups.values()].map((group) => {
    const times = group.map(({ minute }) => minute.toISOString()).sort();
    return {
      actor: { type: "system", ref: "sign-in" },
      action: "sign-in.failed",
      outcome: "refused",
      target: { type: "organization", ref: publicId("org", organizationId) },
      source: null,
      destination: null,
      runId: null,
      payload: {
        way: group[0]?.way,
        reason: group[0]?.reason,
        count: group.reduce((sum, { count }) => sum + count, 0),
        from: times[0],
        to: times.at(-1),
      },
    };
  });
}
