import { AppError, asAppError } from "@/lib/errors";
import { log } from "@/lib/log";

/** Where something failed: the event's name in the log, and the id under which support finds it there. */
export interface Failed {
  readonly event: string;
  readonly errorId: string;
  /** Ids and counts that help to find the cause. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Anything thrown as what may be shown of it. Our own mistakes say nothing of themselves but the id they are logged under. */
export function shownError(thrown: unknown, { event, errorId, facts = {} }: Failed): AppError {
  const error = asAppError(thrown);
  if (error.kind !== "internal") return error;
  log("error", event, { ...facts, requestId: errorId, error });
  return new AppError("internal", "Something went wrong on our side.", {
    remedy: `Try again. If it stays so, give support the error id ${errorId}.`,
  });
}
