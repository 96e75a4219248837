import "server-only";
import type { AnsweredOperation } from "@/lib/db/rows/operations";
import type { OperationStatus, StoredDecision } from "@/lib/db/rows/plan-store";
import { publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import type { RunSession } from "./session";

/** Whose entry it is: the run's, or one that it has left. */
export type EntryOf = Pick<RunSession, "actor"> & {
  readonly run: Pick<RunSession["run"], "id" | "registryId">;
};

/** An entry about the run itself. */
export const runEntry = (
  session: RunSession,
  action: Entry["action"],
  payload: unknown,
  outcome: Entry["outcome"] = "ok",
): Entry => ({
  actor: session.actor,
  action,
  outcome,
  target: { type: "run", ref: publicId("run", session.run.id) },
  source: null,
  destination: null,
  runId: session.run.id,
  registryId: session.run.registryId,
  payload,
});

/** What became of one row of a committed chunk; nothing where nothing was told and nothing is new. */
export function mergedEntry(
  { run, actor }: EntryOf,
  decision: StoredDecision,
  operations: readonly AnsweredOperation[],
): Entry[] {
  if (decision.outcome === "outside") return [];
  const told = new Set(operations.map((operation) => operation.sideId));
  const sources = Object.keys(decision.sides).filter((sideId) => !told.has(sideId));
  if (decision.outcome === "merged" && operations.length === 0 && decision.before !== null) return [];
  const payload = { key: decision.key, before: decision.before, after: decision.cells };
  return [
    {
      actor,
      action: decision.outcome === "deleted" ? "row.deleted" : "row.merged",
      outcome: "ok",
      target: { type: "row", ref: publicId("row", decision.rowId) },
      source: sources.map((sideId) => publicId("sid", sideId)).join(",") || null,
      destination: null,
      runId: run.id,
      registryId: run.registryId,
      rowKey: decision.key,
      payload,
    },
  ];
}

const ACTIONS = { done: "row.written", stale: "row.stale" } as const;

/** failed: nobody knows whether it was carried out, or it was not tried any more. */
const OUTCOMES: Record<OperationStatus, Entry["outcome"]> = {
  done: "ok",
  stale: "refused",
  refused: "refused",
  dropped: "failed",
  unknown: "failed",
  sent: "failed",
  planned: "failed",
};

/** What became of one operation: one entry for each. */
export function writtenEntry({ run, actor }: EntryOf, operation: AnsweredOperation): Entry {
  const { status, op, key, before, cells, outcome } = operation;
  return {
    actor,
    action: status === "done" || status === "stale" ? ACTIONS[status] : "row.refused",
    outcome: OUTCOMES[status],
    target: { type: "row", ref: publicId("row", operation.rowId) },
    source: null,
    destination: publicId("sid", operation.sideId),
    runId: run.id,
    registryId: run.registryId,
    rowKey: key,
    payload: {
      op,
      key,
      before,
      after: cells,
      reason: outcome?.reason ?? (status === "sent" ? "answer-lost" : null),
    },
  };
}
