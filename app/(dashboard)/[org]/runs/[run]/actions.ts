"use server";

import type { ActionResult } from "@/components/action";
import { sent } from "@/lib/http/sent";
import { changeRule, changeRuleInput } from "@/lib/services/runs/change-rule";
import { approveRun, approveRunInput, rejectRun, rejectRunInput } from "@/lib/services/runs/decide-run";
import { undoRun } from "@/lib/services/runs/undo-run";
import { answer } from "../../_session/answer";

/** Approves exactly the plan whose hash was shown. */
export async function approve(org: string, runId: string, planHash: string): Promise<ActionResult> {
  return answer(org, (caller) => approveRun(caller, runId, sent(approveRunInput, { planHash }, NO_HASH)));
}

/** Rejects, and goes to the run that puts the rows back if sides are named. */
export async function reject(
  org: string,
  runId: string,
  restore: readonly string[] = [],
): Promise<ActionResult> {
  return answer(
    org,
    (caller) => rejectRun(caller, runId, isNone(restore) ? {} : sent(rejectRunInput, { restore }, NO_SIDES)),
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
    (caller) => changeRule(caller, runId, sent(changeRuleInput, { brakes }, NO_LIMITS)),
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

const isNone = (sides: unknown) => Array.isArray(sides) && sides.length === 0;

const NO_HASH = { message: "This is not a plan's hash." };
const NO_SIDES = { message: "These are not sides of the run." };
const NO_LIMITS = {
  message: "These limits cannot be taken.",
  remedy: "A share lies between 0 and 100 %; a number of rows is whole and not negative.",
};
