import type { Written } from "@/lib/connectors/connector";
import type { AnsweredOperation, OperationOutcome, PendingOperation } from "@/lib/db/rows/operations";
import { AppError } from "@/lib/errors";

/** How often a lost answer or an outage is met again before the side's operations wait for the next run. */
export const ATTEMPTS = 3;

/** What is stored of a side's answer. `lags`: what was made there may not be found yet. */
export function outcomeOf(
  answer: Written,
  operation: PendingOperation | undefined,
  {
    images,
    lags,
  }: {
    readonly images: ReadonlyMap<
      unknown,
      { readonly locator: string; readonly cells: PendingOperation["cells"] } | undefined
    >;
    readonly lags: boolean;
  },
): OperationOutcome {
  if (!operation)
    throw new AppError("internal", "A connector answered for an operation that it was not given.");
  // One that is met as sent was sent by a worker that died.
  const attempts = operation.attempts + (operation.status === "sent" ? 2 : 1);
  const base = {
    ordinal: operation.ordinal,
    image: null,
    reason: null,
    message: null,
    field: null,
    attempts,
  };
  switch (answer.outcome) {
    case "done":
    case "stale": {
      const record = answer.record && images.get(answer.record);
      return {
        ...base,
        status: answer.outcome,
        image: record ? { locator: record.locator, cells: record.cells ?? {} } : null,
      };
    }
    case "refused":
      return {
        ...base,
        status: "refused",
        reason: answer.reason,
        message: answer.message,
        field: answer.field,
      };
    case "unknown":
      // Where the record might be made and not be found yet, trying again would make it twice: the next run reads first.
      return {
        ...base,
        status: attempts < ATTEMPTS && !(lags && operation.op === "create") ? "unknown" : "dropped",
        reason: "answer-lost",
        message: answer.message,
      };
    default:
      throw new AppError("internal", "A connector answered with an outcome of no kind we know.");
  }
}

/** Whether the record's latest change may be our own: also where a write was never answered, whatever the next one met. */
export const mayHaveWritten = ({ status, outcome }: Pick<AnsweredOperation, "status" | "outcome">): boolean =>
  status === "done" || (outcome?.attempts ?? 0) > (status === "dropped" ? 0 : 1);
