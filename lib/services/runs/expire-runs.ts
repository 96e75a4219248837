import "server-only";
import { withOrg } from "@/lib/db/control";
import { expiredRuns } from "@/lib/db/resolve";
import { findRun } from "@/lib/db/runs";
import { newUuid } from "@/lib/ids";
import { settle } from "./decide-run";
import { SCHEDULE, sendRun } from "./request-run";

const AT_ONCE = 200;

/** Ends the held plans that nobody decided on in time: nothing of them is written, and a new one is made. */
export async function expireRuns(now: Date): Promise<number> {
  let expired = 0;
  for (const { organizationId, runId } of await expiredRuns(now, AT_ONCE)) {
    const isOver = await withOrg(organizationId, async (db) => {
      const run = await findRun(db, runId);
      if (run?.status !== "held") return false;
      const caller = { actor: SCHEDULE, requestId: newUuid() };
      const payload = { planHash: run.planHash, expiresAt: run.expiresAt?.toISOString() ?? null };
      await settle(db, { caller, run, event: { kind: "expired" }, payload, now });
      return true;
    });
    if (!isOver) continue;
    await sendRun(organizationId, runId);
    expired += 1;
  }
  return expired;
}
