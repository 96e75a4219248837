import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { orderRun } from "../runs/order-run";
import { sendRun } from "../runs/request-run";
import { type RunView, runView } from "../runs/run-view";
import { requireRegistry } from "./browse-registries";

export const restoreRegistryInput = z.strictObject({
  at: z.iso.datetime({ offset: true }).describe("The moment whose rows are to come back, in the past"),
});

/**
 * Asks for a run that brings every row that was there at a moment back to what it was then; rows that were added since
 * stay. The run is held with what it would write.
 */
export async function restoreRegistry(
  caller: Caller,
  id: string,
  input: z.infer<typeof restoreRegistryInput>,
  now = new Date(),
): Promise<RunView> {
  authorize(caller, "row:restore");
  const at = new Date(input.at);
  const { run, isNew } = await withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, id);
    if (at >= now) throw notAMoment("It lies in the future.");
    if (at < registry.createdAt) throw notAMoment("The registry did not exist then.");
    const request = { kind: "restore-at", at: at.toISOString() } as const;
    return orderRun(db, { caller, registry, kind: "restore", request, now });
  });
  if (isNew) await sendRun(caller.organizationId, run.id);
  return runView(run, {});
}

const notAMoment = (message: string) =>
  new AppError("invalid-input", "There is nothing to restore from this moment.", {
    remedy: "Choose a moment between the registry's first run and now.",
    paths: [{ path: "/at", message }],
  });
