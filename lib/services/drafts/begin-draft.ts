import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { countOpenDrafts, insertDraft, queueNewDrafts } from "@/lib/db/drafts";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { bodyWith } from "./body-change";
import { type BeginDraftInput, draftBody } from "./draft-input";
import type { DraftView } from "./draft-view";
import { lookAtPlaces } from "./look-at-places";
import { requireDraft } from "./stored-draft";
import { draftView } from "./view-of-draft";

/** Drafts that are not registries yet; far more than anybody works on, so that none is made in a loop. */
const MOST_OPEN = 50;

/**
 * Begins a registry in the making, with whatever is decided already. Nothing is read or written, and no limit of the plan
 * counts it. Throws AppError `limit-reached` where an organization has left too many unfinished.
 */
export async function beginDraft(
  caller: Caller,
  input: BeginDraftInput,
  now = new Date(),
): Promise<DraftView> {
  authorize(caller, "registry:write");
  const { name, step, ...parts } = input;
  const body = bodyWith(draftBody.parse({}), parts);
  const looks = await lookAtPlaces(caller, body.sides, { before: {}, registryId: null, now });
  const draft = { id: newUuid(), name, step, body, looks, by: caller.actor.ref, at: now };
  const id = publicId("drf", draft.id);
  return withOrg(caller.organizationId, async (db) => {
    await queueNewDrafts(db);
    if ((await countOpenDrafts(db)) >= MOST_OPEN)
      throw new AppError("limit-reached", `There are ${MOST_OPEN} unfinished drafts.`, {
        remedy: "Drop those that you no longer need.",
      });
    await insertDraft(db, caller.organizationId, draft);
    const target = { type: "draft", ref: id };
    await record(db, [callerEntry(caller, { action: "draft.begun", target, payload: { name } })], now);
    return draftView(await requireDraft(db, id));
  });
}
