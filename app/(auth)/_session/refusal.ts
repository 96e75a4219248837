import "server-only";
import type { ActionResult } from "@/components/action";
import { AppError } from "@/lib/errors";
import { shownError } from "@/lib/http/shown-error";
import { newUuid } from "@/lib/ids";

/** Why something that a person asked for was not done, in words; what broke on our side is in the log. */
export function refusal(thrown: unknown): ActionResult {
  const { message, remedy } = shownError(thrown, { event: "action.failed", errorId: newUuid() });
  return { problem: { message, remedy } };
}

/** What is the person's own is not changed in a session that a company's sign-in opened. */
export const companyOnly = (): AppError =>
  new AppError("forbidden", "A company's sign-in opens that company alone.", {
    remedy: "Sign out, and sign in by a link in your mail.",
  });
