import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { deleteDraft, queueForDraft } from "@/lib/db/drafts";
import { wasRun } from "@/lib/db/runs";
import { callerEntry } from "../audit/caller-entry";
import { requireDraft, requireUnclaimed } from "./stored-draft";
import { removeTried } from "./tried-registry";

/**
 * Forgets a draft with what was read for it, and the registry that was made to try it, if nothing but that was ever asked of
 * it. Throws AppError `stale` while its dry run is under way.
 */
export async function dropDraft(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "registry:write");
  await withOrg(caller.organizationId, async (db) => {
    const { id: uuid } = await requireDraft(db, id);
    await queueForDraft(db, uuid);
    const draft = await requireDraft(db, id);
    requireUnclaimed(draft, now);
    const { name, registryId } = draft;
    if (registryId && !(await wasRun(db, registryId))) await removeTried(db, draft, { caller, now });
    await deleteDraft(db, uuid);
    const target = { type: "draft", ref: id };
    await record(db, [callerEntry(caller, { action: "draft.dropped", target, payload: { name } })], now);
  });
}
