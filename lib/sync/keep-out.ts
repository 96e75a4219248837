import "server-only";
import type { RowCommit } from "@/lib/db/rows/commit";
import type { AnsweredOperation } from "@/lib/db/rows/operations";
import type { RunTransaction } from "@/lib/db/run-store";
import { undoOf } from "./orders";
import type { RunSession } from "./session";

/** The run whose chunk is committed. */
export type ChunkOwner = Pick<RunSession, "run" | "registry" | "actor">;

/**
 * Undoing a create removes the row where it was created and keeps the record it came from; that one stays out of the
 * registry, or the next run would take it up again. A row that an order brings back is kept out no longer.
 */
export async function keepOut(
  owner: ChunkOwner,
  tx: RunTransaction,
  {
    commits,
    operations,
  }: { readonly commits: readonly RowCommit[]; readonly operations: readonly AnsweredOperation[] },
): Promise<void> {
  const { registry, run, actor } = owner;
  if (run.request.kind === "plain") return;
  const back = commits.filter(({ decision: { outcome, before } }) => outcome === "merged" && before === null);
  await tx.dropExclusions(
    registry.id,
    back.map(({ decision }) => decision.matchKey ?? decision.key),
  );
  if (run.request.kind !== "undo") return;
  const gone = commits.filter(({ apply, decision }) => apply && decision.outcome === "deleted");
  const versions = await tx.versionsOfRun(
    { registryId: registry.id, runId: run.request.runId },
    gone.map(({ decision }) => decision.rowId),
  );
  const undone = versions.filter((version) => undoOf(version, version.after)?.remove);
  const deleted = new Set(operations.map(({ rowId, sideId }) => `${rowId} ${sideId}`));
  const links = await tx.linksOfRows(
    { registryId: registry.id, runId: run.id },
    undone.map(({ rowId }) => rowId),
  );
  const kept = links.filter(({ rowId, sideId }) => !deleted.has(`${rowId} ${sideId}`));
  await tx.storeExclusions(
    { registryId: registry.id, actor },
    kept.map(({ sideId, locator, key }) => ({ sideId, locator, key, reason: "undone" })),
  );
}
