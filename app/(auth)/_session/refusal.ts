import "server-only";
import type { ActionResult } from "@/components/action";
import { shownError } from "@/lib/http/shown-error";
import { newUuid } from "@/lib/ids";

/** Why something that a person asked for was not done, in words; what broke on our side is in the log. */
export function refusal(thrown: unknown): ActionResult {
  const { message, remedy } = shownError(thrown, { event: "action.failed", errorId: newUuid() });
  return { problem: { message, remedy } };
}
