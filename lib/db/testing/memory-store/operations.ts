import {
  ANSWERED_SECONDS,
  type AnsweredOperation,
  type OperationOutcome,
  type PendingOperation,
  type PlanCounts,
  type UnsureSide,
} from "../../rows/operations";
import type { OperationStatus, StoredDecision, StoredOperation } from "../../rows/plan-store";
import { type MemoryClient, requireRun } from "./client";
import type { Moment } from "./moment";
import { storedJson } from "./stored-json";
import { type DecisionRow, type PlanRow, type Tables, WHOLE } from "./tables";

const OPEN: ReadonlySet<OperationStatus> = new Set(["planned", "sent", "unknown"]);

export const isOpen = ({ status }: { readonly status: OperationStatus }): boolean => OPEN.has(status);

export function storeDecisions(
  client: MemoryClient,
  runId: string,
  decisions: readonly StoredDecision[],
): void {
  if (decisions.length > 0) requireRun(client, runId);
  for (const one of decisions) {
    client.tables.decision.insert({
      ...{ runId, ordinal: one.ordinal, chunk: one.chunk, rowId: one.rowId, key: one.key },
      ...{ matchKey: one.matchKey, outcome: one.outcome, hash: one.hash },
      before: storedJson(one.before),
      cells: storedJson(one.cells),
      origins: storedJson(one.origins),
      sides: storedJson(one.sides),
      committed: false,
    });
  }
}

export function storeOperations(
  client: MemoryClient,
  runId: string,
  operations: readonly StoredOperation[],
): void {
  if (operations.length > 0) requireRun(client, runId);
  for (const one of operations) {
    client.tables.plan.insert({
      ...{ runId, ordinal: one.ordinal, chunk: one.chunk, rowId: one.rowId, key: one.key },
      ...{
        sideId: one.sideId,
        op: one.op,
        locator: one.locator,
        status: "planned",
        outcome: null,
        sentAt: null,
      },
      before: storedJson(one.before),
      cells: storedJson(one.cells),
      sources: storedJson(one.sources),
    });
  }
}

export function clearPlan({ tables }: MemoryClient, runId: string): void {
  for (const operation of tables.plan.of(runId)) tables.plan.delete(operation);
  for (const decision of tables.decision.of(runId)) tables.decision.delete(decision);
  for (const conflict of tables.conflict.all()) {
    if (conflict.runId === runId) tables.conflict.delete(conflict);
  }
}

const inOrder = (operations: readonly PlanRow[]): PlanRow[] =>
  operations.toSorted((a, b) => a.ordinal - b.ordinal);

const pendingLine = (
  { runId: _run, outcome, sentAt, ...operation }: PlanRow,
  at: Moment,
): PendingOperation => ({
  ...operation,
  attempts: outcome?.attempts ?? 0,
  sentAgoMs: sentAt === null ? null : Math.round((at - sentAt) / 1_000),
});

export function pendingOperations(
  { tables, at }: MemoryClient,
  place: { readonly runId: string; readonly chunk: number; readonly sideId: string },
  limit: number,
): PendingOperation[] {
  const pending = tables.plan
    .of(place.runId)
    .filter((own) => own.chunk === place.chunk && own.sideId === place.sideId && isOpen(own));
  return inOrder(pending)
    .slice(0, limit)
    .map((operation) => pendingLine(operation, at));
}

export function markSent({ tables, at }: MemoryClient, runId: string, ordinals: readonly number[]): void {
  for (const ordinal of ordinals) {
    const operation = tables.plan.get(runId, String(ordinal));
    if (operation) tables.plan.update(operation, { status: "sent", sentAt: at });
  }
}

export function takeBackSent({ tables }: MemoryClient, runId: string, ordinals: readonly number[]): void {
  for (const ordinal of ordinals) {
    const operation = tables.plan.get(runId, String(ordinal));
    if (operation) tables.plan.update(operation, { status: "planned", sentAt: null });
  }
}

const isUnsure = ({ status }: PlanRow): boolean =>
  status === "sent" || status === "unknown" || status === "dropped";

const isCommitted = (tables: Tables, { runId, rowId }: PlanRow): boolean =>
  tables.decision.of(runId).some((one) => one.rowId === rowId && one.committed);

export function lastUnsureCreate({ tables, at }: MemoryClient, side: UnsureSide): number | null {
  const since = at - side.withinMs * 1_000;
  const sent = tables.run.all().flatMap((run) =>
    run.registryId === side.registryId && run.touchedAt > since && run.id !== side.exceptRunId
      ? tables.plan
          .of(run.id)
          .filter(({ op, sideId }) => op === "create" && sideId === side.sideId)
          .filter((own) => isUnsure(own) || !isCommitted(tables, own))
          .flatMap(({ sentAt }) => (sentAt !== null && sentAt > since ? [sentAt] : []))
      : [],
  );
  return sent.length === 0 ? null : Math.round((at - Math.max(...sent)) / 1_000);
}

/** Something of ours may be in the record, whatever the last answer was. */
export const mayHaveWritten = ({ status, outcome }: PlanRow): boolean =>
  status === "sent" ||
  status === "unknown" ||
  status === "done" ||
  (outcome?.attempts ?? 0) > (status === "dropped" ? 0 : 1);

interface Asking {
  readonly registryId: string;
  readonly runId: string;
}

const LEFT: ReadonlySet<string> = new Set(["running", "held", "failed", "stopped"]);

/** The registry's other runs that may have left something half done, each with the chunk at which it stands. */
const unfinished = ({ tables }: MemoryClient, { registryId, runId }: Asking) =>
  tables.run
    .all()
    .filter((run) => run.registryId === registryId && run.id !== runId)
    .filter(({ status }) => LEFT.has(status))
    .map(({ id, progress }) => ({
      id,
      at: (progress as { readonly state?: { readonly chunk: number } }).state?.chunk,
    }));

export function leftRuns(client: MemoryClient, asking: Asking): string[] {
  const { tables } = client;
  const isHalfDone = ({ runId, rowId, chunk, committed }: DecisionRow) =>
    !committed &&
    tables.plan.of(runId).some((one) => one.chunk === chunk && one.rowId === rowId && one.status === "done");
  return unfinished(client, asking)
    .filter(({ id, at }) => tables.decision.of(id).some((one) => one.chunk === at && isHalfDone(one)))
    .map(({ id }) => id)
    .sort();
}

export function noteUnanswered(client: MemoryClient, asking: Asking): void {
  const { tables } = client;
  for (const { id, at } of unfinished(client, asking)) {
    for (const operation of tables.plan.of(id)) {
      if (operation.chunk === at && operation.status !== "done") noteWritten(tables, operation);
    }
  }
}

/** Of a write that may have arrived, a change of the row's record may be our own until it must have. */
export function noteWritten(tables: Tables, operation: PlanRow): void {
  const { op, sideId, rowId, sentAt } = operation;
  const link = tables.link.get(sideId, rowId);
  if (!link || sentAt === null || op === "delete" || !mayHaveWritten(operation)) return;
  const until = sentAt + ANSWERED_SECONDS * 1_000_000;
  if (link.writtenAt === null || link.writtenAt < until) tables.link.update(link, { writtenAt: until });
}

export function recordOutcomes(
  { tables }: MemoryClient,
  runId: string,
  outcomes: readonly OperationOutcome[],
): void {
  for (const { ordinal, status, ...outcome } of outcomes) {
    const operation = tables.plan.get(runId, String(ordinal));
    if (operation) tables.plan.update(operation, { status, outcome: storedJson(outcome) });
  }
}

/** How often it was sent, the last time counted whose end nobody knows. */
export const sentTimes = ({ status, outcome }: PlanRow): number =>
  (outcome?.attempts ?? 0) + (status === "sent" ? 1 : 0);

export function dropOperations(
  { tables }: MemoryClient,
  place: { readonly runId: string; readonly sideId: string },
  reason: { readonly code: string; readonly message: string },
): void {
  for (const operation of tables.plan.of(place.runId)) {
    if (operation.sideId !== place.sideId || !isOpen(operation)) continue;
    const attempts = sentTimes(operation);
    const outcome = storedJson({ reason: reason.code, message: reason.message, attempts });
    tables.plan.update(operation, { status: "dropped", outcome });
  }
}

export function operationsOfChunk(
  { tables, at }: MemoryClient,
  runId: string,
  chunk: number,
): AnsweredOperation[] {
  const operations = tables.plan.of(runId).filter((own) => own.chunk === chunk);
  return inOrder(operations).map((operation) => ({
    ...pendingLine(operation, at),
    outcome: operation.outcome as AnsweredOperation["outcome"],
  }));
}

export function planCounts({ tables }: MemoryClient, runId: string): PlanCounts[] {
  const groups = Map.groupBy(tables.plan.of(runId), ({ sideId, op, status }) => `${sideId} ${op} ${status}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? { sideId: first.sideId, op: first.op, status: first.status, count: group.length } : [];
  });
}

export function changedRows({ tables }: MemoryClient, runId: string): { rows: number; rowsInBase: number } {
  const before = new Set(
    tables.decision.of(runId).flatMap((decision) => (decision.before === null ? [] : [decision.rowId])),
  );
  const written = new Set(tables.plan.of(runId).map(({ rowId }) => rowId));
  const registryId = tables.run.get(WHOLE, runId)?.registryId;
  return {
    rows: [...written].filter((rowId) => before.has(rowId)).length,
    rowsInBase: registryId === undefined ? 0 : tables.base.of(registryId).length,
  };
}

export const rowsOfPlan = ({ tables }: MemoryClient, runId: string): string[] => [
  ...new Set(tables.plan.of(runId).map(({ rowId }) => rowId)),
];
