"use server";

import type { ActionResult } from "@/components/action";
import { recheckRegistry, retryIssue, retryIssues } from "@/lib/services/issues/look-again";
import { skipIssues } from "@/lib/services/issues/skip-issues";
import { answer } from "../../../_session/answer";

/** What names a group of issues. */
export interface Cause {
  readonly side: string;
  readonly field: string | null;
  readonly reason: string;
}

export async function retryGroup(org: string, registryId: string, cause: Cause): Promise<ActionResult> {
  return answer(org, (caller) => retryIssues(caller, registryId, cause));
}

export async function retryOne(org: string, issueId: string): Promise<ActionResult> {
  return answer(org, (caller) => retryIssue(caller, issueId));
}

export async function skipGroup(
  org: string,
  registryId: string,
  { skipped, ...cause }: Cause & { readonly skipped: boolean },
): Promise<ActionResult> {
  return answer(org, (caller) => skipIssues(caller, registryId, { ...cause, skipped }));
}

export async function recheckAll(org: string, registryId: string): Promise<ActionResult> {
  return answer(org, (caller) => recheckRegistry(caller, registryId));
}
