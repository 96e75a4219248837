import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { DraftView } from "./draft-view";
import { requireDraft } from "./stored-draft";
import { draftView } from "./view-of-draft";

export async function getDraft(caller: Caller, id: string): Promise<DraftView> {
  authorize(caller, "registry:read");
  return withOrg(caller.organizationId, async (db) => draftView(await requireDraft(db, id)));
}
