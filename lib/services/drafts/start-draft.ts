import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { changeDraft, queueForDraft } from "@/lib/db/drafts";
import { findRegistry, type RegistryDefinition } from "@/lib/db/registries";
import { findRun, findRunBySync } from "@/lib/db/runs";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { updateRegistry } from "../registries/update-registry";
import { requestRun } from "../runs/request-run";
import type { StartedView } from "./draft-view";
import { type Draft, requireDraft, requireRevision } from "./stored-draft";

type StartAs = "sync" | "shadow";

/**
 * Begins the first sync of the draft's registry, or a try in shadow, and the draft is done: asked again, it answers with the
 * same run. Throws AppError `stale` without a dry run of this revision that has made its plan.
 */
export async function startDraft(
  caller: Caller,
  id: string,
  { revision, as }: { readonly revision: number; readonly as: StartAs },
  now = new Date(),
): Promise<StartedView> {
  authorize(caller, "run:start");
  authorize(caller, "registry:write");
  const { organizationId } = caller;
  const begun = await withOrg(organizationId, (db) => begin(db, id, { revision, as }));
  if (begun.started) return begun.started;
  const { draft, registry, syncId } = begun;
  const registryId = publicId("reg", registry.id);
  const mode = as === "shadow" ? "shadow" : (draft.body.mode ?? "bidirectional");
  if (registry.mode !== mode) await setMode(caller, registry, mode, now);
  const run = await requestRun(caller, registryId, { kind: "sync", syncId }, now);
  return withOrg(organizationId, async (db) => {
    await queueForDraft(db, draft.id);
    const current = await requireDraft(db, id);
    if (current.startedAt === null) {
      await changeDraft(db, draft.id, {
        startedAt: now,
        step: "go-live",
        updatedBy: caller.actor.ref,
        updatedAt: now,
      });
      const target = { type: "draft", ref: id };
      const payload = { as, registry: registryId };
      await record(db, [callerEntry(caller, { action: "draft.started", target, payload })], now);
    }
    return { registryId, runId: run.id };
  });
}

type Begun =
  | { readonly started: StartedView }
  | {
      readonly started: null;
      readonly draft: Draft;
      readonly registry: RegistryDefinition;
      readonly syncId: string;
    };

/** One sync id for all who start the draft the same way: whoever asks first makes the run, the others join it. */
async function begin(
  db: Scoped,
  id: string,
  { revision, as }: { readonly revision: number; readonly as: StartAs },
): Promise<Begun> {
  const seen = await requireDraft(db, id);
  await queueForDraft(db, seen.id);
  const draft = await requireDraft(db, id);
  const registry = draft.registryId && (await findRegistry(db, draft.registryId));
  if (!registry) throw untried();
  const run = draft.startSyncId && (await findRunBySync(db, registry.id, draft.startSyncId));
  if (run && draft.startAs !== as)
    throw new AppError("stale", `This draft was started ${wordOf(draft.startAs)} already.`, {
      remedy: "Look at its registry.",
    });
  if (run && draft.startedAt !== null)
    return { started: { registryId: publicId("reg", registry.id), runId: publicId("run", run.id) } };
  requireRevision(draft, revision);
  await requirePlan(db, draft);
  const syncId = (draft.startAs === as ? draft.startSyncId : null) ?? newUuid();
  await changeDraft(db, draft.id, { startAs: as, startSyncId: syncId });
  return { started: null, draft, registry, syncId };
}

const wordOf = (as: string | null): string => (as === "shadow" ? "in shadow mode" : "with its first sync");

async function requirePlan(db: Scoped, { runId, triedRevision, revision }: Draft): Promise<void> {
  if (runId === null || triedRevision !== revision) throw untried();
  const run = await findRun(db, runId);
  if (run?.planHash && (run.status === "done" || run.status === "done-with-issues")) return;
  const isUnderWay = run?.status === "queued" || run?.status === "running";
  throw new AppError("stale", isUnderWay ? "The dry run is not finished." : "The dry run has failed.", {
    remedy: isUnderWay ? "Wait until it has ended." : "Mend what it says, and make it again.",
  });
}

const untried = (): AppError =>
  new AppError("stale", "There is no dry run of this draft as it is now.", {
    remedy: "Make the dry run first.",
  });

/** The directions stay as they were tried: a mode that is one of directions would give them out anew. */
async function setMode(
  caller: Caller,
  registry: RegistryDefinition,
  mode: RegistryDefinition["mode"],
  now: Date,
): Promise<void> {
  const sides = registry.sides.map(({ id, mappings }) => ({
    id: publicId("sid", id),
    mappings: [...mappings],
  }));
  await updateRegistry(caller, publicId("reg", registry.id), { mode, sides }, now);
}
