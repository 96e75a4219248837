import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { changeDraft, findDraft, queueForDraft } from "@/lib/db/drafts";
import { findRun } from "@/lib/db/runs";
import { AppError } from "@/lib/errors";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { createRegistry } from "../registries/create-registry";
import { requestRun } from "../runs/request-run";
import type { TriedView } from "./draft-view";
import { registryInputOf } from "./registry-of-draft";
import { type Draft, requireDraft, requireOpen, requireRevision, requireUnclaimed } from "./stored-draft";
import { publishRules, removeTried, rulesPublished } from "./tried-registry";

/** For so long nobody else makes a registry of the draft; one that breaks off is begun anew after it. */
const CLAIM_MS = 2 * 60_000;

/**
 * Makes the registry of the draft as it is and asks for a dry run of it. Asked again for the same revision, it answers with
 * the same; a draft that has changed since gets a new registry in the place of the one before, as long as that was never
 * synced. Throws AppError `stale` while somebody else is at it, and `invalid-input` with what is still to be decided.
 */
export async function tryDraft(
  caller: Caller,
  id: string,
  { revision }: { readonly revision: number },
  now = new Date(),
): Promise<TriedView> {
  authorize(caller, "registry:write");
  authorize(caller, "run:start");
  const claimId = newUuid();
  const claimed = await claim(caller, id, { revision, claimId, now });
  if (claimed.tried) return claimed.tried;
  const { draft } = claimed;
  try {
    return await make(caller, id, { draft, claimId, now });
  } catch (thrown) {
    await withOrg(caller.organizationId, (db) => release(db, { draft, claimId }));
    throw thrown;
  }
}

interface Claim {
  readonly draft: Draft;
  readonly claimId: string;
  readonly now: Date;
}

/** The draft, claimed; or what the same revision came to before. */
async function claim(
  caller: Caller,
  id: string,
  { revision, claimId, now }: { readonly revision: number; readonly claimId: string; readonly now: Date },
): Promise<{ readonly draft: Draft; readonly tried: TriedView | null }> {
  return withOrg(caller.organizationId, async (db) => {
    const seen = await requireDraft(db, id);
    await queueForDraft(db, seen.id);
    const draft = await requireDraft(db, id);
    requireOpen(draft);
    requireRevision(draft, revision);
    const tried = await triedBefore(db, draft);
    if (tried) return { draft, tried };
    requireUnclaimed(draft, now);
    registryInputOf(draft);
    await changeDraft(db, draft.id, { claimId, claimedUntil: new Date(now.getTime() + CLAIM_MS) });
    return { draft, tried: null };
  });
}

/** The dry run of this revision, unless it came to nothing. */
async function triedBefore(db: Scoped, draft: Draft): Promise<TriedView | null> {
  const { registryId, runId, triedRevision, revision } = draft;
  if (!registryId || !runId || triedRevision !== revision) return null;
  const run = await findRun(db, runId);
  if (!run || run.status === "failed" || run.status === "stopped") return null;
  return {
    registryId: publicId("reg", registryId),
    runId: publicId("run", runId),
    rulesPublished: await rulesPublished(db, draft, registryId),
  };
}

async function make(caller: Caller, id: string, claimed: Claim): Promise<TriedView> {
  const { draft, now } = claimed;
  // Known before it is there: one that is made and not told of is found, and replaced, the next time.
  const registryId = newUuid();
  await whileClaimed(caller, id, claimed, async (db) => {
    await removeTried(db, await requireDraft(db, id), { caller, now });
    await changeDraft(db, draft.id, { registryId, runId: null, triedRevision: null });
  });
  const registry = await createRegistry(caller, registryInputOf(draft), now, registryId);
  const published = await publishRules(caller, registry.id, draft, now);
  const run = await requestRun(caller, registry.id, { kind: "dry-run" }, now);
  const tried = { registryId: registry.id, runId: run.id, rulesPublished: published };
  await whileClaimed(caller, id, claimed, async (db) => {
    const runId = uuidOf("run", run.id);
    await changeDraft(db, draft.id, {
      ...{ runId, triedRevision: draft.revision, step: "dry-run", claimId: null, claimedUntil: null },
    });
    const target = { type: "draft", ref: id };
    const payload = { revision: draft.revision, registry: registry.id, rulesPublished: published };
    await record(db, [callerEntry(caller, { action: "draft.tried", target, payload })], now);
  });
  return tried;
}

/** Changes the draft as long as it is claimed by this call: one that took too long was taken over by another. */
async function whileClaimed(
  caller: Caller,
  id: string,
  { draft, claimId }: Claim,
  work: (db: Scoped) => Promise<void>,
): Promise<void> {
  await withOrg(caller.organizationId, async (db) => {
    await queueForDraft(db, draft.id);
    if ((await requireDraft(db, id)).claimId !== claimId)
      throw new AppError("stale", "Somebody else has begun a dry run of this draft.", {
        remedy: "Look at the draft again.",
      });
    await work(db);
  });
}

async function release(db: Scoped, { draft, claimId }: Pick<Claim, "draft" | "claimId">): Promise<void> {
  await queueForDraft(db, draft.id);
  const current = await findDraft(db, draft.id);
  if (current?.claimId === claimId) await changeDraft(db, draft.id, { claimId: null, claimedUntil: null });
}
