import "server-only";
import { isDeepStrictEqual } from "node:util";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { changeDraft as changeStored, queueForDraft } from "@/lib/db/drafts";
import { callerEntry } from "../audit/caller-entry";
import { bodyWith } from "./body-change";
import type { ChangeDraftInput, DraftBody } from "./draft-input";
import type { DraftView } from "./draft-view";
import { lookAtPlaces } from "./look-at-places";
import { type Draft, placeText, requireDraft, requireOpenAt } from "./stored-draft";
import { draftView } from "./view-of-draft";

/**
 * Changes the parts that are given. A draft that somebody has changed since it was looked at is not changed: AppError
 * `stale`, which says what is newer. New places are looked at. What changes nothing leaves the revision as it is.
 */
export async function changeDraft(
  caller: Caller,
  id: string,
  input: ChangeDraftInput,
  now = new Date(),
): Promise<DraftView> {
  authorize(caller, "registry:write");
  const { revision, name, step, ...parts } = input;
  const seen = await withOrg(caller.organizationId, (db) => requireOpenAt(db, id, revision));
  const body = bodyWith(seen.body, parts);
  const places = body.sides.filter((side) => seen.looks[side.ref]?.place !== placeText(side));
  const looks = await lookAtPlaces(caller, places, { before: seen.looks, registryId: seen.registryId, now });
  return withOrg(caller.organizationId, async (db) => {
    await queueForDraft(db, seen.id);
    const draft = await requireOpenAt(db, id, revision);
    const changed = changedParts(draft, { body, name });
    await changeStored(db, draft.id, {
      ...(name !== undefined && { name }),
      ...(step !== undefined && { step }),
      ...(changed.length > 0 && { body, revised: true, updatedBy: caller.actor.ref, updatedAt: now }),
      looks: ofSides({ ...draft.looks, ...looks }, body),
    });
    if (changed.length > 0 || (step !== undefined && step !== draft.step)) {
      const target = { type: "draft", ref: id };
      const payload = {
        revision: draft.revision + (changed.length > 0 ? 1 : 0),
        changed,
        step: step ?? draft.step,
      };
      await record(db, [callerEntry(caller, { action: "draft.changed", target, payload })], now);
    }
    return draftView(await requireDraft(db, id));
  });
}

/** The parts that differ, by name. */
function changedParts(
  draft: Draft,
  { body, name }: { readonly body: DraftBody; readonly name: string | undefined },
): string[] {
  const parts = new Set([...Object.keys(draft.body), ...Object.keys(body)]) as Set<keyof DraftBody>;
  const changed: string[] = [...parts].filter((part) => !isDeepStrictEqual(draft.body[part], body[part]));
  return name !== undefined && name !== draft.name ? ["name", ...changed] : changed;
}

const ofSides = (looks: Draft["looks"], { sides }: DraftBody): Draft["looks"] =>
  Object.fromEntries(
    sides.flatMap(({ ref }) => {
      const look = looks[ref];
      return look ? [[ref, look]] : [];
    }),
  );
