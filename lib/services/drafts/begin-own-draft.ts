import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listDrafts } from "@/lib/db/drafts";
import { beginDraft } from "./begin-draft";
import { beginDraftInput } from "./draft-input";
import type { DraftView } from "./draft-view";
import { readDraft } from "./stored-draft";
import { draftView } from "./view-of-draft";

/** An untouched draft is a new one: of more than these none is looked for. */
const LOOKED_AT = 50;

/** `beginDraft` with nothing decided; a draft of the caller's own in which nothing was ever decided is that one again. */
export async function beginOwnDraft(caller: Caller, now = new Date()): Promise<DraftView> {
  authorize(caller, "registry:write");
  const untouched = await withOrg(caller.organizationId, async (db) => {
    const stored = await listDrafts(db, LOOKED_AT);
    const found = stored
      .filter(({ revision, createdBy }) => revision === 1 && createdBy === caller.actor.ref)
      .map(readDraft)
      .find(({ body }) => body.sides.length === 0 && body.fields.length === 0);
    return found && draftView(found);
  });
  return untouched ?? beginDraft(caller, beginDraftInput.parse({}), now);
}
