import "server-only";
import type { RowClient } from "@/lib/db/row-store";
import { commitRows, type RowCommit, uncommittedDecisions } from "@/lib/db/rows/commit";
import { NOT_AS_WRITTEN, reportIssues, type SeenIssue } from "@/lib/db/rows/issues";
import type { LinkUpdate } from "@/lib/db/rows/links";
import { type AnsweredOperation, operationsOfChunk } from "@/lib/db/rows/operations";
import type { SideAfter, StoredDecision } from "@/lib/db/rows/plan-store";
import { nextAction } from "@/lib/engine/run-state";
import type { Cells } from "@/lib/engine/value";
import { valuesEqual } from "@/lib/engine/value";
import { publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import { keepOut } from "./keep-out";
import { recordHash } from "./pull";
import type { RunSession, Step } from "./session";
import type { OpenSide } from "./sides";

/**
 * Commits a chunk once all its operations are answered: the base moves, each side's acknowledgement is noted, and
 * the ledger gets one entry per merged row and per outcome, all in one transaction.
 */
export async function commitChunk(session: RunSession, chunk: number): Promise<void> {
  const sides = new Map((await openedSides(session)).map((side) => [side.definition.id, side]));
  await session.commit(async (client): Promise<Step> => {
    const decisions = await uncommittedDecisions(client, session.run.id, chunk);
    const operations = await operationsOfChunk(client, session.run.id, chunk);
    const byRow = Map.groupBy(operations, (operation) => operation.rowId);
    const commits = decisions.map((decision) => commitOf(decision, byRow.get(decision.rowId) ?? [], sides));
    await keepOut(session, client, { commits, operations });
    await commitRows(client, { runId: session.run.id, registryId: session.registry.id }, commits);
    const issues = await reportOutcomes(session, client, operations, sides);
    const entries = [
      ...decisions.flatMap((decision) => mergedEntry(session, decision, byRow.get(decision.rowId) ?? [])),
      ...operations.map((operation) => writtenEntry(session, operation)),
    ];
    return {
      event: { kind: "applied", chunk, issues: issues > 0 || operations.some((o) => o.status === "dropped") },
      entries,
    };
  });
}

/** A side whose connection broke meanwhile has nothing answered; its links stay. */
async function openedSides(session: RunSession): Promise<OpenSide[]> {
  const opened = await Promise.allSettled(
    session.registry.sides.map(async ({ id }) => {
      const side = await session.sides.open(id);
      await side.shape();
      return side;
    }),
  );
  return opened.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

function commitOf(
  decision: StoredDecision,
  operations: readonly AnsweredOperation[],
  sides: ReadonlyMap<string, OpenSide>,
): RowCommit {
  if (decision.outcome === "outside") return { decision, apply: true, links: [], unlink: [] };
  if (decision.outcome === "deleted") {
    return {
      decision,
      apply: operations.every((operation) => operation.status === "done"),
      links: [],
      unlink: [],
    };
  }
  const links: LinkUpdate[] = [];
  const unlink: string[] = [];
  for (const [sideId, after] of Object.entries(decision.sides)) {
    const operation = operations.find((candidate) => candidate.sideId === sideId);
    const link = linkOf(decision, { sideId, after, operation, side: sides.get(sideId) });
    if (link) links.push(link);
    else unlink.push(sideId);
  }
  return { decision, apply: true, links, unlink };
}

interface Answered {
  readonly sideId: string;
  readonly after: SideAfter;
  readonly operation: AnsweredOperation | undefined;
  readonly side: OpenSide | undefined;
}

function linkOf(decision: StoredDecision, { sideId, after, operation, side }: Answered): LinkUpdate | null {
  const isDone = !operation || operation.status === "done";
  const acknowledged = isDone ? after.done : after.failed;
  const image = operation?.status === "done" ? operation.outcome?.image : null;
  const locator = image?.locator ?? after.locator;
  if (acknowledged === null || locator === null) return null;
  const cells = acknowledged === "base" ? decision.cells : acknowledged;
  return {
    sideId,
    rowId: decision.rowId,
    locator,
    hash: image && side ? hashAfter(image.cells, { side, written: operation?.cells, cells }) : after.hash,
    acknowledged: acknowledged === "base" ? null : acknowledged,
    pending: acknowledged !== "base" || !isDone || after.open || !isWhole(decision, side),
  };
}

/** A row with a cell that no side has agreed on is looked at again in each run, whatever the sides show. */
const isWhole = (decision: StoredDecision, side: OpenSide | undefined): boolean =>
  side?.sortedIds.every((id) => decision.cells?.[id] !== undefined) ?? false;

interface Expected {
  readonly side: OpenSide;
  readonly written: Cells | null | undefined;
  /** What the side has acknowledged with this write. */
  readonly cells: Cells | null;
}

/**
 * The hash of what a side answered to a write. Where the answer shows, beside what was written, a cell that a
 * person edited meanwhile, it is a hash that no record has: the next run takes the record for changed.
 */
function hashAfter(image: Cells, { side, written, cells }: Expected): string {
  const hash = imageHash(image, side.sortedIds);
  const isEdited = side.sortedIds.some((id) => {
    const [shown, known] = [image[id], cells?.[id]];
    if (shown === undefined || written?.[id] !== undefined) return false;
    if (known === undefined || valuesEqual(shown, known)) return known === undefined && shown !== null;
    const projected = side.connector.project(id, known);
    return !projected.ok || !valuesEqual(projected.value, shown);
  });
  return isEdited ? `~${hash}` : hash;
}

function imageHash(cells: Cells, sortedIds: readonly string[]): string {
  const unread = sortedIds.filter((id) => cells[id] === undefined);
  return recordHash(cells, Object.fromEntries(unread.map((id) => [id, "not-read"])), sortedIds);
}

/** Outcomes that a person should see: refusals, and sides that show something else than was written. */
async function reportOutcomes(
  session: RunSession,
  client: RowClient,
  operations: readonly AnsweredOperation[],
  sides: ReadonlyMap<string, OpenSide>,
): Promise<number> {
  const issues = operations.flatMap((operation): SeenIssue[] => {
    const place = { sideId: operation.sideId, subject: operation.key, rowId: operation.rowId };
    if (operation.status === "refused" || operation.status === "dropped") {
      const { field, reason, message } = operation.outcome ?? { field: null, reason: null, message: null };
      return [
        {
          ...place,
          field,
          reason: reason ?? operation.status,
          message: message ?? "The side did not take the write.",
        },
      ];
    }
    const differing = differingField(operation, sides.get(operation.sideId));
    if (!differing) return [];
    const message = "The side shows something else than what was written to it; it is left as it is.";
    return [{ ...place, field: differing, reason: NOT_AS_WRITTEN, message }];
  });
  await reportIssues(client, { runId: session.run.id, registryId: session.registry.id }, issues);
  return issues.length;
}

function differingField(operation: AnsweredOperation, side: OpenSide | undefined): string | null {
  const image = operation.status === "done" ? operation.outcome?.image : null;
  if (!image || !side || !operation.cells) return null;
  const relations = new Set(
    side.fields.filter((field) => field.type === "relation").map((field) => field.id),
  );
  for (const [field, wanted] of Object.entries(operation.cells)) {
    const shown = image.cells[field];
    if (shown === undefined || relations.has(field)) continue;
    const projected = side.connector.project(field, wanted);
    if (projected.ok && !valuesEqual(projected.value, shown)) return field;
  }
  return null;
}

function mergedEntry(
  session: RunSession,
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
      actor: session.actor,
      action: decision.outcome === "deleted" ? "row.deleted" : "row.merged",
      outcome: "ok",
      target: { type: "row", ref: publicId("row", decision.rowId) },
      source: sources.map((sideId) => publicId("sid", sideId)).join(",") || null,
      destination: null,
      runId: session.run.id,
      payload,
    },
  ];
}

/**
 * Entries about what a run had begun when it was given up: its chunk is never committed, and still the sides show, or
 * may show, what it wrote.
 */
export async function begunEntries(session: RunSession, client: RowClient): Promise<Entry[]> {
  const action = nextAction(session.progress.state);
  if (action.kind !== "apply") return [];
  const operations = await operationsOfChunk(client, session.run.id, action.chunk);
  const begun = operations.filter((operation) => operation.status !== "planned");
  return begun.map((operation) => writtenEntry(session, operation));
}

const ACTIONS = { done: "row.written", stale: "row.stale" } as const;

/** Operations that may have been carried out, or may not. */
const UNTOLD: ReadonlySet<string> = new Set(["sent", "unknown"]);

function writtenEntry(session: RunSession, operation: AnsweredOperation): Entry {
  const { status, op, key, before, cells, outcome } = operation;
  return {
    actor: session.actor,
    action: status === "done" || status === "stale" ? ACTIONS[status] : "row.refused",
    outcome: status === "done" ? "ok" : status === "dropped" || UNTOLD.has(status) ? "failed" : "refused",
    target: { type: "row", ref: publicId("row", operation.rowId) },
    source: null,
    destination: publicId("sid", operation.sideId),
    runId: session.run.id,
    payload: {
      op,
      key,
      before,
      after: cells,
      reason: outcome?.reason ?? (UNTOLD.has(status) ? "answer-lost" : null),
    },
  };
}
