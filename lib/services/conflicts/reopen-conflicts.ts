import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { recordRows, withRows } from "@/lib/db/row-store";
import { countMade, dropMany } from "@/lib/db/rows/conflict-choices";
import { AppError } from "@/lib/errors";
import { counted } from "@/lib/format/count";
import { requireRegistry } from "../registries/browse-registries";
import { mayDecideField } from "../registries/field-access";
import { conflictEntry } from "./conflict-entry";

export const reopenConflictsInput = z.strictObject({
  decidedAt: z.iso.datetime().describe("What the decision on many answered with: all of it is meant"),
});

export interface ReopenedView {
  /** Conflicts that wait again. */
  readonly reopened: number;
}

/** Noted in the ledger at once; a decision on many is far longer. */
const BATCH = 1_000;

/**
 * Takes the caller's decision on many conflicts back, all of it or none. Throws AppError `stale` once a run has taken in
 * any of it, saying how much; what was decided anew since is another decision, and stands.
 */
export async function reopenConflicts(
  caller: Caller,
  registryId: string,
  { decidedAt }: z.infer<typeof reopenConflictsInput>,
  now = new Date(),
): Promise<ReopenedView> {
  authorize(caller, "conflict:resolve");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const fields = registry.fields.flatMap(({ id }) => (mayDecideField(caller, registry, id) ? [id] : []));
  const made = { registryId: registry.id, fields, by: caller.actor, at: new Date(decidedAt).toISOString() };
  const reopened = await withRows(caller.organizationId, async (client) => {
    const dropped = await dropMany(client, made);
    const taken = await countMade(client, made);
    if (taken > 0) throw carriedOut(taken, taken + dropped.length);
    const entries = dropped.map((cell) =>
      conflictEntry(caller, registry, { cell, action: "conflict.reopened", choice: null }),
    );
    for (let from = 0; from < entries.length; from += BATCH)
      await recordRows(client, entries.slice(from, from + BATCH), now);
    return dropped.length;
  });
  if (reopened > 0) return { reopened };
  throw new AppError("stale", "There is no such decision to take back: it was taken back or changed since.", {
    remedy: "Look at the registry's conflicts again.",
  });
}

const carriedOut = (taken: number, all: number): AppError =>
  new AppError("stale", `A run has taken in ${taken} of ${counted(all, "decision")}, so all of them stand.`, {
    remedy: "Wait for the run to end, then choose the other value among the settled conflicts.",
  });
