import "server-only";
import { z } from "zod";
import { inngest } from "@/inngest/client";
import { runRequested } from "@/inngest/events";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { changeRegistry, type RegistryDefinition } from "@/lib/db/registries";
import {
  findRun,
  findRunBySync,
  findWaitingRun,
  insertRun,
  PLAIN,
  queueRequests,
  type RunKind,
  type RunRequest,
  type StoredRun,
} from "@/lib/db/runs";
import { isWriting } from "@/lib/engine/run-advance";
import { startRun } from "@/lib/engine/run-state";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import type { Actor } from "@/lib/ledger/envelope";
import { log } from "@/lib/log";
import { requireRowRoom } from "../organizations/plan-limits";
import { requireRegistry } from "../registries/browse-registries";
import { requireOnDemandRun } from "./require-on-demand-run";
import { type RunView, runView } from "./run-view";

/** Runs of these kinds say what they are to bring about, at an address of their own. */
const ELSEWHERE: ReadonlyMap<unknown, string> = new Map([
  ["undo", "An undo is asked for at POST /runs/{id}/undo."],
  ["restore", "A restore is asked for at POST /registries/{id}/restore or POST /rows/{id}/restore."],
]);

export const requestRunInput = z.strictObject({
  syncId: z.uuid().optional().describe("Asking again with the same id answers with the same run"),
  kind: z
    .enum(["sync", "dry-run", "shadow", "drift-check"], { error: ({ input }) => ELSEWHERE.get(input) })
    .default("sync"),
});

export type RequestRunInput = z.infer<typeof requestRunInput>;

/**
 * Asks for a run. The same syncId answers with the same run, with another body it is `stale`. A request that comes
 * while a run is waiting to start joins it; one that comes while a run is under way waits its turn.
 */
export async function requestRun(
  caller: Caller,
  registryId: string,
  input: RequestRunInput,
  now = new Date(),
): Promise<RunView> {
  authorize(caller, "run:start");
  const { run, isNew } = await withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, registryId);
    requireResumed(registry);
    if (input.kind === "drift-check") requireSynced(registry);
    return placeRun(db, { caller, registry, input, now });
  });
  if (isNew) await sendRun(caller.organizationId, run.id);
  return runView(run, {});
}

export function requireResumed({ paused }: RegistryDefinition): void {
  if (!paused) return;
  throw new AppError("stale", "This registry is paused.", {
    remedy: "Resume it first; changes made meanwhile are kept.",
  });
}

/** Before a first sync every record is extra: that proves nothing. */
function requireSynced({ baseline }: RegistryDefinition): void {
  if (baseline !== null) return;
  throw new AppError(
    "stale",
    "This registry has not been synced yet: there is nothing to check its sides against.",
    {
      remedy: "Run its first sync; it is checked by itself within a day.",
    },
  );
}

export interface Placing {
  readonly caller: Pick<Caller, "organizationId" | "actor" | "requestId">;
  readonly registry: RegistryDefinition;
  readonly input: { readonly syncId?: string | undefined; readonly kind: RunKind };
  /** What the run is to bring about beside its kind; left out: nothing. */
  readonly request?: RunRequest;
  readonly now: Date;
}

/**
 * Finds or makes the run of a request, within the organization's transaction. Throws AppError `limit-reached` where the
 * plan's runs are used up, or the registry is paused over the plan's rows.
 */
export async function placeRun(
  db: Scoped,
  { caller, registry, input, request = PLAIN, now }: Placing,
): Promise<{ run: StoredRun; isNew: boolean }> {
  // A registry in shadow mode writes nothing, whoever asks.
  const kind = registry.mode === "shadow" && input.kind === "sync" ? "shadow" : input.kind;
  await queueRequests(db, registry.id);
  const existing = input.syncId
    ? await findRunBySync(db, registry.id, input.syncId)
    : await findWaitingRun(db, registry.id, { kind, request });
  if (existing && existing.kind !== kind) {
    throw new AppError("stale", `This syncId was used for a run of the kind ${existing.kind}.`, {
      remedy: "Take a new syncId for another kind of run.",
    });
  }
  if (existing) return { run: existing, isNew: false };
  if (registry.state === "over-limit") await requireRowRoom(db, caller.organizationId, now);
  if (kind === "sync" && caller.actor.type !== "schedule")
    await requireOnDemandRun(db, caller.organizationId, now);
  const id = newUuid();
  const syncId = input.syncId ?? newUuid();
  await insertRun(db, caller.organizationId, {
    id,
    registryId: registry.id,
    syncId,
    kind,
    trigger: caller.actor,
    request,
    progress: { state: startRun(kind), sides: {} },
  });
  if (registry.dirty && takesUp(kind, registry)) await changeRegistry(db, registry.id, { dirty: false });
  const target = { type: "run", ref: publicId("run", id) };
  await record(
    db,
    [
      {
        actor: caller.actor,
        action: "run.requested",
        outcome: "ok",
        target,
        source: null,
        destination: null,
        requestId: caller.requestId,
        runId: id,
        payload: { kind, syncId, ...(request.kind !== "plain" && { request }) },
      },
    ],
    now,
  );
  const run = await findRun(db, id);
  if (!run) throw new AppError("internal", "A run vanished while it was stored.");
  return { run, isNew: true };
}

/** What only looks carries nothing out: what has changed still waits for a run that does. In shadow, looking is the job. */
const takesUp = (kind: RunKind, { mode }: RegistryDefinition): boolean =>
  isWriting(kind) || (kind === "shadow" && mode === "shadow");

/** A lost event is no lost run, and no failed request: the run is stored, and the scheduler sends it again. */
export async function sendRun(organizationId: string, runId: string): Promise<void> {
  try {
    await inngest.send(runRequested.create({ organizationId, runId }));
  } catch (error) {
    log("warn", "run.not-sent", { runId, error });
  }
}

export const SCHEDULE: Actor = { type: "schedule", ref: "schedule" };
