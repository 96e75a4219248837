"use server";

import type { ActionResult } from "@/components/action";
import { AppError } from "@/lib/errors";
import { approveRun, approveRunInput, rejectRun } from "@/lib/services/runs/decide-run";
import { answer } from "../../_session/answer";

/** Approves exactly the plan whose hash was shown. */
export async function approve(org: string, runId: string, planHash: string): Promise<ActionResult> {
  return answer(org, (caller) => {
    const input = approveRunInput.safeParse({ planHash });
    if (!input.success) throw new AppError("invalid-input", "This is not a plan's hash.");
    return approveRun(caller, runId, input.data);
  });
}

export async function reject(org: string, runId: string): Promise<ActionResult> {
  return answer(org, (caller) => rejectRun(caller, runId));
}
