"use server";

import type { ActionResult } from "@/components/action";
import type {
  ConflictChoice,
  FieldChoice,
  ManyResult,
  PreviewResult,
} from "@/components/conflict/conflict-actions";
import { sent } from "@/lib/http/sent";
import { makeRule, makeRuleInput } from "@/lib/services/conflicts/make-rule";
import { reopenConflicts, reopenConflictsInput } from "@/lib/services/conflicts/reopen-conflicts";
import { reopenConflict, resolveConflict } from "@/lib/services/conflicts/resolve-conflict";
import { resolveConflicts, resolveConflictsInput } from "@/lib/services/conflicts/resolve-conflicts";
import { resolveConflictInput } from "@/lib/services/conflicts/value-of-choice";
import { answer } from "../_session/answer";

export async function choose(org: string, id: string, choice: ConflictChoice): Promise<ActionResult> {
  return answer(org, (caller) => resolveConflict(caller, id, sent(resolveConflictInput, choice, NOT_SO)));
}

export async function reopen(org: string, id: string): Promise<ActionResult> {
  return answer(org, (caller) => reopenConflict(caller, id));
}

export async function previewAll(
  org: string,
  registryId: string,
  given: FieldChoice,
): Promise<PreviewResult> {
  let preview: PreviewResult["preview"] = null;
  const result = await answer(org, async (caller) => {
    preview = await resolveConflicts(caller, registryId, manyInput(given, true));
  });
  return { ...result, preview };
}

export async function chooseAll(org: string, registryId: string, given: FieldChoice): Promise<ManyResult> {
  let made: Pick<ManyResult, "decided" | "decidedAt"> = { decided: 0, decidedAt: null };
  const result = await answer(org, async (caller) => {
    const { decided, decidedAt } = await resolveConflicts(caller, registryId, manyInput(given, false));
    made = { decided, decidedAt };
  });
  return { ...result, ...made };
}

export async function reopenAll(org: string, registryId: string, decidedAt: string): Promise<ActionResult> {
  return answer(org, (caller) =>
    reopenConflicts(caller, registryId, sent(reopenConflictsInput, { decidedAt }, NOT_SO)),
  );
}

export async function makeFieldRule(
  org: string,
  registryId: string,
  given: FieldChoice,
): Promise<ActionResult> {
  return answer(org, (caller) => makeRule(caller, registryId, sent(makeRuleInput, given, NOT_SO)));
}

function manyInput(given: unknown, preview: boolean) {
  const { field, side } = sent(makeRuleInput, given, NOT_SO);
  return sent(resolveConflictsInput, { field, choose: side, preview }, NOT_SO);
}

const NOT_SO = { message: "This cannot be decided so.", remedy: "Reload the page and choose again." };
