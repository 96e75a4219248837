"use server";

import type { ActionResult } from "@/components/action";
import { sent } from "@/lib/http/sent";
import { issueCauseInput } from "@/lib/services/issues/issue-cause";
import { recheckRegistry, retryIssue, retryIssues } from "@/lib/services/issues/look-again";
import { mendIssue, mendIssueInput } from "@/lib/services/issues/mend-issue";
import { skipIssues, skipIssuesInput } from "@/lib/services/issues/skip-issues";
import type { CellInput } from "@/lib/services/rows/enter-value";
import { answer } from "../../../_session/answer";

/** What names a group of issues. */
export interface Cause {
  readonly side: string;
  readonly field: string | null;
  readonly reason: string;
}

export async function retryGroup(org: string, registryId: string, cause: Cause): Promise<ActionResult> {
  return answer(org, (caller) => retryIssues(caller, registryId, sent(issueCauseInput, cause, NO_CAUSE)));
}

export async function retryOne(org: string, issueId: string): Promise<ActionResult> {
  return answer(org, (caller) => retryIssue(caller, issueId));
}

/** Another value for the issue's cell, on every side. */
export async function mend(org: string, issueId: string, value: CellInput): Promise<ActionResult> {
  return answer(org, (caller) => mendIssue(caller, issueId, sent(mendIssueInput, { value }, NO_VALUE)));
}

export async function skipGroup(
  org: string,
  registryId: string,
  put: Cause & { readonly skipped: boolean },
): Promise<ActionResult> {
  return answer(org, (caller) => skipIssues(caller, registryId, sent(skipIssuesInput, put, NO_CAUSE)));
}

const NO_VALUE = { message: "This is no value for a cell." };
const NO_CAUSE = { message: "No issues are named by this." };

export async function recheckAll(org: string, registryId: string): Promise<ActionResult> {
  return answer(org, (caller) => recheckRegistry(caller, registryId));
}
