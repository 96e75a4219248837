import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listDrafts as listStored } from "@/lib/db/drafts";
import type { DraftSummary } from "./draft-view";
import { readDraft } from "./stored-draft";
import { draftSummary } from "./view-of-draft";

/** More than an organization may have open, with those that were started of late. */
const LISTED = 200;

/** The organization's drafts, the one that was changed last first; those that became registries of late, too. */
export async function listDrafts(caller: Caller): Promise<readonly DraftSummary[]> {
  authorize(caller, "registry:read");
  const stored = await withOrg(caller.organizationId, (db) => listStored(db, LISTED));
  return stored.map((each) => draftSummary(readDraft(each)));
}
