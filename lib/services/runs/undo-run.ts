import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { findRegistry } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { hasChangedRows } from "@/lib/db/rows/orders";
import type { StoredRun } from "@/lib/db/runs";
import { isWriting } from "@/lib/engine/run-advance";
import { AppError } from "@/lib/errors";
import { requireRun } from "./browse-runs";
import { orderRun } from "./order-run";
import { sendRun } from "./request-run";
import { type RunView, runView } from "./run-view";

/**
 * Asks for a run that undoes another: cells go back where they are still as that run left them, rows that it created
 * are removed where it created them, rows that it deleted come back. The new run is held with what it would write.
 */
export async function undoRun(caller: Caller, id: string, now = new Date()): Promise<RunView> {
  authorize(caller, "row:restore");
  const run = await withOrg(caller.organizationId, (db) => requireRun(db, id));
  requireCarriedOut(run);
  const place = { registryId: run.registryId, runId: run.id };
  if (!(await withRows(caller.organizationId, (client) => hasChangedRows(client, place))))
    throw new AppError("invalid-input", "This run changed no row, so there is nothing to undo.");
  const placed = await withOrg(caller.organizationId, async (db) => {
    const registry = await findRegistry(db, run.registryId);
    if (!registry) throw new AppError("not-found", "There is no such run.");
    const request = { kind: "undo", runId: run.id } as const;
    return orderRun(db, { caller, registry, kind: "undo", request, now });
  });
  if (placed.isNew) await sendRun(caller.organizationId, placed.run.id);
  return runView(placed.run, {});
}

function requireCarriedOut({ kind, status }: StoredRun): void {
  if (isWriting(kind) && (status === "done" || status === "done-with-issues")) return;
  const message = isWriting(kind)
    ? "This run was not carried out, so there is nothing to undo."
    : "This run wrote nothing, so there is nothing to undo.";
  throw new AppError("stale", message, {
    remedy: "Undo a sync, a restore or an undo that is done. A held plan is rejected instead.",
  });
}
