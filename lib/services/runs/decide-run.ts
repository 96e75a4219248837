import "server-only";
import { z } from "zod";
import { authorize, type Caller, rolesFor } from "@/lib/auth/policy";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { findRegistry, type RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import type { Approval } from "@/lib/db/rows/approver";
import { changedFields } from "@/lib/db/rows/held-plan";
import { planSources } from "@/lib/db/rows/orders";
import { decideHeldRun, type StoredRun } from "@/lib/db/runs";
import { advance } from "@/lib/engine/run-advance";
import type { RunEvent, RunState } from "@/lib/engine/run-state";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import type { Action, Actor } from "@/lib/ledger/envelope";
import { requireRun } from "./browse-runs";
import { requireDecider } from "./deciders";
import { orderRun } from "./order-run";
import { sendRun } from "./request-run";
import { type RunView, runView } from "./run-view";

export const approveRunInput = z.strictObject({ planHash: z.string().regex(/^[0-9a-f]{64}$/) });

export const rejectRunInput = z.strictObject({
  restore: z
    .union([z.literal(true), z.array(z.string().max(40)).min(1).max(10)])
    .optional()
    .describe("Puts the plan's rows back on these sides; true = on those where they changed"),
});

export interface RejectedRunView extends RunView {
  /** The run that puts the rows back; null without a restore. */
  readonly restoreRunId: string | null;
}

/**
 * Approves exactly the plan that was seen: another hash, or a run that is no longer held, is `stale`. The approval counts
 * for as long as its person may give it: what is not written when he loses the right waits for somebody else.
 */
export async function approveRun(
  caller: Caller,
  id: string,
  input: z.infer<typeof approveRunInput>,
  now = new Date(),
): Promise<RunView> {
  const { run, registry } = await heldRunFor(caller, id, input.planHash);
  const restricted = Object.keys(registry.access);
  const fields = await withRows(caller.organizationId, (client) => changedFields(client, run.id, restricted));
  requireDecider(caller, registry, fields);
  const approved = await withOrg(caller.organizationId, (db) => {
    const event = { kind: "approved", planHash: input.planHash } as const;
    const payload = { planHash: input.planHash };
    const approval = { ref: caller.actor.ref, roles: rolesFor("run:approve") };
    return settle(db, { caller, run, event, payload, now, approval });
  });
  await sendRun(caller.organizationId, run.id);
  return runView(approved, {});
}

/**
 * Rejects a held plan: nothing of it is written, and the run ends. With `restore`, a run of its own puts the plan's
 * rows back as they were on the sides that changed them.
 */
export async function rejectRun(
  caller: Caller,
  id: string,
  input: z.infer<typeof rejectRunInput> = {},
  now = new Date(),
): Promise<RejectedRunView> {
  const { run, registry } = await heldRunFor(caller, id, null);
  const sideIds =
    input.restore === undefined ? [] : await sidesToRestore(caller, { run, registry, asked: input.restore });
  const { rejected, placed } = await withOrg(caller.organizationId, async (db) => {
    const restore = sideIds.map((sideId) => publicId("sid", sideId));
    const payload = { planHash: run.planHash, ...(restore.length > 0 && { restore }) };
    const request = { kind: "put-back", runId: run.id, sideIds } as const;
    const order =
      sideIds.length > 0 ? await orderRun(db, { caller, registry, kind: "restore", request, now }) : null;
    return {
      placed: order,
      rejected: await settle(db, { caller, run, event: { kind: "rejected" }, payload, now }),
    };
  });
  await sendRun(caller.organizationId, run.id);
  if (placed?.isNew) await sendRun(caller.organizationId, placed.run.id);
  return { ...runView(rejected, {}), restoreRunId: placed && publicId("run", placed.run.id) };
}

interface Held {
  readonly run: StoredRun;
  readonly registry: RegistryDefinition;
}

/** A run that waits for this person's decision. */
async function heldRunFor(caller: Caller, id: string, planHash: string | null): Promise<Held> {
  authorize(caller, "run:approve");
  if (caller.role === null)
    throw new AppError("forbidden", "Approving needs a person's API key, not a service key.");
  return withOrg(caller.organizationId, async (db) => {
    const run = await requireRun(db, id);
    const registry = await findRegistry(db, run.registryId);
    if (!registry) throw new AppError("not-found", "There is no such run.");
    if (run.status !== "held" || (planHash !== null && run.planHash !== planHash)) {
      throw new AppError("stale", "This plan is no longer the one that waits for a decision.", {
        remedy: "Look at the registry's newest held run.",
      });
    }
    if (planHash !== null) requireCurrent(run, registry);
    return { run, registry };
  });
}

/** What was planned under another mapping, filter or schema was neither decided nor checked under those in force. */
function requireCurrent(run: StoredRun, registry: RegistryDefinition): void {
  const { found } = run.progress as unknown as { readonly found?: { readonly recheck: number } };
  if (registry.recheck <= (found?.recheck ?? 0)) return;
  throw new AppError(
    "stale",
    "The registry's settings or its schema have changed since this plan was made.",
    {
      remedy: "Run the registry again: the new plan takes the place of this one.",
    },
  );
}

/** Where the plan's changes came from, or the sides that were asked for if they can be put back. */
async function sidesToRestore(
  caller: Caller,
  { run, registry, asked }: Held & { readonly asked: NonNullable<z.infer<typeof rejectRunInput>["restore"]> },
): Promise<string[]> {
  const place = { registryId: registry.id, runId: run.id };
  const sources = await withRows(caller.organizationId, (client) => planSources(client, place));
  const wanted =
    asked === true ? sources.map(({ sideId }) => sideId) : asked.map((id) => uuidOf("sid", id) ?? id);
  const unfit = wanted.find((id) => !sources.some(({ sideId }) => sideId === id));
  if (wanted.length > 0 && unfit === undefined) return wanted;
  const names = registry.sides.filter((side) => sources.some(({ sideId }) => sideId === side.id));
  throw new AppError("invalid-input", "The plan's rows did not change there, so nothing can be put back.", {
    remedy:
      names.length === 0
        ? "Reject the plan without restoring."
        : `They changed on ${names.map((side) => side.title).join(" and ")}.`,
    paths: [{ path: "/restore", message: "Not a side that the plan's changes come from." }],
  });
}

interface Settling {
  readonly caller: { readonly actor: Actor; readonly requestId: string };
  readonly run: StoredRun;
  readonly event: Extract<RunEvent, { kind: "approved" | "rejected" | "expired" }>;
  readonly payload: unknown;
  readonly now: Date;
  /** What an approval rests on while the plan is carried out. */
  readonly approval?: Approval;
}

const ACTIONS = {
  approved: "run.approved",
  rejected: "run.rejected",
  expired: "run.expired",
} as const satisfies Record<Settling["event"]["kind"], Action>;

/** Moves a held run on by a decision and notes it; `stale` if somebody was first. */
export async function settle(db: Scoped, settling: Settling): Promise<StoredRun> {
  const { caller, run, event, payload, now, approval } = settling;
  const progress = run.progress as unknown as { state: RunState };
  const decided = await decideHeldRun(db, run.id, {
    progress: { ...progress, state: advance(progress.state, event), ...(approval && { approval }) },
    decidedBy: { decision: event.kind, ref: caller.actor.ref, at: now.toISOString() },
  });
  if (!decided) throw new AppError("stale", "Somebody decided on this plan a moment ago.");
  const id = publicId("run", run.id);
  const noted = {
    actor: caller.actor,
    action: ACTIONS[event.kind],
    outcome: "ok",
    target: { type: "run", ref: id },
    source: null,
    destination: null,
    requestId: caller.requestId,
    runId: run.id,
    payload,
  } as const;
  await record(db, [noted], now);
  return requireRun(db, id);
}
