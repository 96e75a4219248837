"use server";

import type { ActionResult } from "@/components/action";
import { AppError } from "@/lib/errors";
import { changeRule, changeRuleInput } from "@/lib/services/runs/change-rule";
import { approveRun, approveRunInput, rejectRun } from "@/lib/services/runs/decide-run";
import { undoRun } from "@/lib/services/runs/undo-run";
import { answer } from "../../_session/answer";

/** Approves exactly the plan whose hash was shown. */
export async function approve(org: string, runId: string, planHash: string): Promise<ActionResult> {
  return answer(org, (caller) => {
    const input = approveRunInput.safeParse({ planHash });
    if (!input.success) throw new AppError("invalid-input", "This is not a plan's hash.");
    return approveRun(caller, runId, input.data);
  });
}

/** Rejects, and goes to the run that puts the rows back if sides are named. */
export async function reject(
  org: string,
  runId: string,
  restore: readonly string[] = [],
): Promise<ActionResult> {
  return answer(
    org,
    (caller) => rejectRun(caller, runId, restore.length > 0 ? { restore: [...restore] } : {}),
    ({ restoreRunId }) => (restoreRunId ? `/${org}/runs/${restoreRunId}` : undefined),
  );
}

/** Changes the limits and goes to the run that is planned under them. */
export async function changeLimits(
  org: string,
  runId: string,
  brakes: Readonly<Record<string, number | string>>,
): Promise<ActionResult> {
  return answer(
    org,
    (caller) => {
      const input = changeRuleInput.safeParse({ brakes });
      if (!input.success)
        throw new AppError("invalid-input", "These limits cannot be taken.", {
          remedy: "A share lies between 0 and 100 %; a number of rows is whole and not negative.",
        });
      return changeRule(caller, runId, input.data);
    },
    ({ id }) => `/${org}/runs/${id}`,
  );
}

export async function undo(org: string, runId: string): Promise<ActionResult> {
  return answer(
    org,
    (caller) => undoRun(caller, runId),
    ({ id }) => `/${org}/runs/${id}`,
  );
}
