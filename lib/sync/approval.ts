import "server-only";
import type { RunTransaction } from "@/lib/db/run-store";
import { runEntry } from "./ledger-entries";
import type { RunSession, Step } from "./session";
import type { OpenSide } from "./sides";

const DAY_MS = 24 * 60 * 60 * 1000;

const LOST =
  "Whoever approved this plan may no longer do so, so the rest of it waits: somebody else has to approve it.";

/**
 * Asked before each batch of writes, in the transaction that says they are sent: null while the plan's approval counts, or
 * none was needed; else the step that holds the run again. What was written stays, and the same plan can be approved
 * by somebody who may.
 */
export async function holdWithoutApproval(session: RunSession, tx: RunTransaction): Promise<Step | null> {
  const { registry, run } = session;
  const { approval, ...progress } = session.progress;
  if (!approval) return null;
  if (await tx.approvalStands({ runId: run.id, registryId: registry.id, approval })) return null;
  await tx.changeRegistryState(registry.id, { state: "held", reason: LOST });
  return {
    event: { kind: "approval-lost" },
    progress,
    change: {
      decidedBy: null,
      expiresAt: new Date(session.now().getTime() + registry.approvalDays * DAY_MS),
    },
    entries: [runEntry(session, "run.held", { because: "approval-lost", approvedBy: approval.ref })],
  };
}

/** Of a full batch, where whoever approved the plan is asked after between two of them: a few seconds' writes. */
const APPROVED_SHARE = 20;

/** How many operations go out at once. */
export function batchOf({ progress }: RunSession, { connector }: OpenSide): number {
  const { writeBatch } = connector.abilities;
  return progress.approval ? Math.ceil(writeBatch / APPROVED_SHARE) : writeBatch;
}
