import "server-only";
import type { RowCommit } from "@/lib/db/rows/commit";
import { NOT_AS_WRITTEN, type SeenIssue } from "@/lib/db/rows/issues";
import type { LinkUpdate } from "@/lib/db/rows/links";
import type { AnsweredOperation } from "@/lib/db/rows/operations";
import type { OperationStatus, SideAfter, StoredDecision } from "@/lib/db/rows/plan-store";
import type { RunTransaction } from "@/lib/db/run-store";
import type { RunCounts } from "@/lib/db/runs";
import { type Cells, valuesEqual } from "@/lib/engine/value";
import type { Entry } from "@/lib/ledger/envelope";
import { noteFlow } from "./flow";
import { type ChunkOwner, keepOut } from "./keep-out";
import { mergedEntry, writtenEntry } from "./ledger-entries";
import { oneRecordEach } from "./one-record-each";
import { mayHaveWritten } from "./operation-outcome";
import { recordHash } from "./pull";
import type { RunSession, Step } from "./session";
import type { OpenSide } from "./sides";

/**
 * Commits a chunk once all its operations are answered: the base moves, each side's acknowledgement is noted, and
 * the ledger gets one entry per merged row and per outcome, all in one transaction.
 */
export async function commitChunk(session: RunSession, chunk: number): Promise<void> {
  const sides = new Map((await openedSides(session)).map((side) => [side.definition.id, side]));
  await session.commit(async (tx): Promise<Step> => {
    const decisions = await tx.uncommittedDecisions(session.run.id, chunk);
    const operations = await tx.operationsOfChunk(session.run.id, chunk);
    const before = await tx.revisionOf(session.registry.id);
    const merged = await commitDecisions(session, tx, { decisions, operations, sides });
    const revision = await tx.revisionOf(session.registry.id);
    const issues = await reportOutcomes(session, tx, operations, sides);
    const entries = [...merged, ...operations.map((operation) => writtenEntry(session, operation))];
    return {
      change: { counts: withEnded(session.counts, operations) },
      event: { kind: "applied", chunk, issues: issues > 0 || operations.some((o) => o.status === "dropped") },
      ...(session.progress.revision === before && { progress: { ...session.progress, revision } }),
      entries,
    };
  });
}

const NOT_TAKEN: ReadonlySet<OperationStatus> = new Set(["refused", "dropped", "stale"]);

function withEnded(counts: RunCounts, operations: readonly AnsweredOperation[]): RunCounts {
  const { done = 0, failed = 0 } = counts;
  const taken = operations.filter(({ status }) => status === "done");
  const notTaken = operations.filter(({ status }) => NOT_TAKEN.has(status));
  return { ...counts, done: done + taken.length, failed: failed + notTaken.length };
}

/** Moves the rows of these decisions by what became of their operations; answers the merged rows' entries. */
export async function commitDecisions(
  owner: ChunkOwner,
  tx: RunTransaction,
  { decisions, operations, sides }: Decided,
): Promise<Entry[]> {
  const byRow = Map.groupBy(operations, (operation) => operation.rowId);
  const isMade = ({ rowId, sideId }: LinkUpdate) =>
    byRow.get(rowId)?.some((operation) => operation.sideId === sideId && operation.op === "create") === true;
  const commits = await oneRecordEach(
    tx,
    decisions.map((decision) => commitOf(decision, byRow.get(decision.rowId) ?? [], sides)),
    { registryId: owner.registry.id, isMade, sides },
  );
  await keepOut(owner, tx, { commits, operations });
  await tx.commitRows({ runId: owner.run.id, registryId: owner.registry.id }, commits);
  await noteFlow(
    owner,
    tx,
    decisions.flatMap(({ rowId }) => byRow.get(rowId) ?? []),
  );
  return decisions.flatMap((decision) => mergedEntry(owner, decision, byRow.get(decision.rowId) ?? []));
}

interface Decided {
  readonly decisions: readonly StoredDecision[];
  /** Those of the decisions among others, each with its end. */
  readonly operations: readonly AnsweredOperation[];
  readonly sides: ReadonlyMap<string, OpenSide>;
}

/** A side whose connection broke meanwhile has nothing answered; its links stay. */
export async function openedSides(session: RunSession): Promise<OpenSide[]> {
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
    // Where we have deleted a record ourselves its absence must not count as somebody's deletion in the next run.
    const gone = operations.filter(({ status }) => status === "done").map(({ sideId }) => sideId);
    // A row that leaves takes its links with it.
    const apply = gone.length === operations.length;
    return { decision, apply, links: [], unlink: apply ? [] : gone };
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
    written: operation !== undefined && mayHaveWritten(operation),
    byKey: side?.connector.abilities.stableRecordIds === false,
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
  tx: RunTransaction,
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
  await tx.reportIssues({ runId: session.run.id, registryId: session.registry.id }, issues);
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
