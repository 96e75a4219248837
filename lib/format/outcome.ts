const OUTCOMES: Record<string, string> = {
  refused: "Refused",
  dropped: "Left for the next run",
  stale: "Changed meanwhile; looked at again in the next run",
  unknown: "Not answered yet",
};

/** What came of an operation, where it was not simply done or is still to come. */
export const outcomeWord = (outcome: string): string | null => OUTCOMES[outcome] ?? null;

const WRITES: Record<string, string> = { create: "created", update: "updated", delete: "deleted" };

/** An operation as it is told afterwards. */
export const writeWord = (op: string): string => WRITES[op] ?? op;
