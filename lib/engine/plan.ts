import type { RowDecision, SideWrite } from "./row";
import type { Cells } from "./value";

/** One write of a plan, in the order in which it is applied. */
export interface PlannedOperation {
  readonly rowId: string;
  readonly write: SideWrite;
}

/**
 * The writes of one chunk of decisions: by side position (a side the map does not name comes last), within a
 * side as the decisions come, and all deletes after everything else, so that a chunk cut short has removed
 * nothing yet.
 */
export function orderWrites(
  decisions: readonly RowDecision[],
  positions: ReadonlyMap<string, number>,
): readonly PlannedOperation[] {
  const operations = decisions.flatMap(({ rowId, writes }) => writes.map((write) => ({ rowId, write })));
  const position = ({ write }: PlannedOperation) => positions.get(write.sideId) ?? Number.MAX_SAFE_INTEGER;
  const isDelete = ({ write }: PlannedOperation) => Number(write.op === "delete");
  return operations.sort((a, b) => isDelete(a) - isDelete(b) || position(a) - position(b));
}

/** The canonical text of one operation: equal exactly when the same would be written under the same condition. */
export function operationText({ rowId, write }: PlannedOperation): string {
  switch (write.op) {
    case "create":
      return JSON.stringify([rowId, write.sideId, "create", pairs(write.cells)]);
    case "update": {
      const cells = write.cells.map(({ field, before, after }) => [field, before, after] as const);
      return JSON.stringify([rowId, write.sideId, "update", cells.sort(byField)]);
    }
    case "delete":
      return JSON.stringify([rowId, write.sideId, "delete", pairs(write.expect)]);
  }
}

function pairs(cells: Cells) {
  return Object.entries(cells).sort(byField);
}

function byField(a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]): number {
  return a[0] < b[0] ? -1 : 1;
}

/** The hash of the empty plan; a plan's hash grows from it operation by operation, so chunk by chunk. */
export function startPlanHash(): string {
  return "0".repeat(64);
}

export function addToPlanHash(hash: string, operation: string, digest: (text: string) => string): string {
  return digest(`${hash}\n${operation}`);
}

export function planHash(operations: Iterable<PlannedOperation>, digest: (text: string) => string): string {
  let hash = startPlanHash();
  for (const operation of operations) hash = addToPlanHash(hash, operationText(operation), digest);
  return hash;
}
