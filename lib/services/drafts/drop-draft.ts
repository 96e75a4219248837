import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { deleteDraft, queueForDraft } from "@/lib/db/drafts";
import { callerEntry } from "../audit/caller-entry";
import { requireDraft } from "./stored-draft";

/** Forgets a draft with what was read for it. A registry that was made to try it stays, and is deleted as any other. */
export async function dropDraft(caller: Caller, id: string, now = new Date()): Promise<void> {
  authorize(caller, "registry:write");
  await withOrg(caller.organizationId, async (db) => {
    const { id: uuid, name } = await requireDraft(db, id);
    await queueForDraft(db, uuid);
    await deleteDraft(db, uuid);
    const target = { type: "draft", ref: id };
    await record(db, [callerEntry(caller, { action: "draft.dropped", target, payload: { name } })], now);
  });
}
