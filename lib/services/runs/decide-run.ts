import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { decideHeldRun } from "@/lib/db/runs";
import { advance } from "@/lib/engine/run-advance";
import type { RunState } from "@/lib/engine/run-state";
import { AppError } from "@/lib/errors";
import { requireRun } from "./browse-runs";
import { sendRun } from "./request-run";
import { type RunView, runView } from "./run-view";

export const approveRunInput = z.strictObject({ planHash: z.string().regex(/^[0-9a-f]{64}$/) });

/** Approves exactly the plan that was seen: another hash, or a run that is no longer held, is `stale`. */
export async function approveRun(
  caller: Caller,
  id: string,
  input: z.infer<typeof approveRunInput>,
  now = new Date(),
): Promise<RunView> {
  return decide(caller, { id, decision: "approved", planHash: input.planHash, now });
}

/** Rejects a held plan: nothing of it is written, and the run ends. */
export async function rejectRun(caller: Caller, id: string, now = new Date()): Promise<RunView> {
  return decide(caller, { id, decision: "rejected", planHash: null, now });
}

interface Decision {
  readonly id: string;
  readonly decision: "approved" | "rejected";
  readonly planHash: string | null;
  readonly now: Date;
}

async function decide(caller: Caller, { id, decision, planHash, now }: Decision): Promise<RunView> {
  authorize(caller, "run:approve");
  if (caller.role === null)
    throw new AppError("forbidden", "Approving needs a person's API key, not a service key.");
  const run = await withOrg(caller.organizationId, async (db) => {
    const held = await requireRun(db, id);
    if (held.status !== "held" || (planHash !== null && held.planHash !== planHash)) {
      throw new AppError("stale", "This plan is no longer the one that waits for a decision.", {
        remedy: "Look at the registry's newest held run.",
      });
    }
    const progress = held.progress as unknown as { state: RunState };
    const event =
      decision === "approved"
        ? ({ kind: "approved", planHash: held.planHash ?? "" } as const)
        : ({ kind: "rejected" } as const);
    const decidedBy = { decision, ref: caller.actor.ref, at: now.toISOString() };
    const decided = await decideHeldRun(db, held.id, {
      progress: { ...progress, state: advance(progress.state, event) },
      decidedBy,
    });
    if (!decided) throw new AppError("stale", "Somebody decided on this plan a moment ago.");
    const target = { type: "run", ref: id };
    await record(
      db,
      [
        {
          actor: caller.actor,
          action: decision === "approved" ? "run.approved" : "run.rejected",
          outcome: "ok",
          target,
          source: null,
          destination: null,
          requestId: caller.requestId,
          runId: held.id,
          payload: { planHash: held.planHash },
        },
      ],
      now,
    );
    return requireRun(db, id);
  });
  await sendRun(caller.organizationId, run.id);
  return runView(run, {});
}
