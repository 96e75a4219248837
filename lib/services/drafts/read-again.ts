import "server-only";
import type { Caller } from "@/lib/auth/policy";
import type { DraftView } from "./draft-view";
import { lookAgain } from "./look-at-places";
import { requestSurvey } from "./request-survey";

/**
 * Looks at the draft's places, then has them read: what was renamed or dropped in a system since is known before its rows
 * are read. Throws AppError `invalid-input` without a place.
 */
export async function readAgain(caller: Caller, id: string, now = new Date()): Promise<DraftView> {
  await lookAgain(caller, id, {}, now);
  return requestSurvey(caller, id, now);
}
