import "server-only";
import type { PendingOperation } from "@/lib/db/rows/operations";
import { AppError } from "@/lib/errors";
import { batchOf, holdWithoutApproval } from "./approval";
import { commitChunk, openedSides } from "./commit";
import { confirmDeletes } from "./confirm-deletes";
import { ATTEMPTS, outcomeOf } from "./operation-outcome";
import { plannedBy, sideOf, withSide } from "./progress";
import { placesOf, ReferenceBook, resolveRecords } from "./relations";
import type { RunSession } from "./session";
import { leftRuns, settleLeft } from "./settle-left";
import type { OpenSide } from "./sides";
import { unsureMs } from "./unsure";
import { asWrite } from "./write-operation";

const STALL_MS = 5_000;

/** What a step's turn ended with: all of the chunk done, or how long to wait before going on. */
export type Turn = { readonly done: true } | { readonly done: false; readonly waitMs: number };

/**
 * Applies one chunk, side after side in the order of their positions, and commits it. Intent is stored before each
 * effect and the outcome after it, so that a process killed between the two asks the system before trying again.
 */
export async function applyChunk(
  session: RunSession,
  chunk: number,
  deadline: number,
  clock: () => Date,
): Promise<Turn> {
  // Between a plan and its approval, or after a lost lease, another run may have moved the same rows, or be about to.
  const left = await leftRuns(session);
  const sides = left.length > 0 ? await openedSides(session) : [];
  await session.commit(async (tx) => {
    const entries = await settleLeft(tx, left, sides);
    const isOld = (await tx.revisionOf(session.registry.id)) !== session.progress.revision;
    await tx.voidOvertaken({ ...plannedBy(session), chunk, isOld });
    return { event: null, entries };
  });
  session.left = [];
  await confirmDeletes(session, chunk);
  for (const { id } of session.registry.sides) {
    const turn = await applySide(session, { sideId: id, chunk, deadline }, clock);
    if (!turn.done) return turn;
  }
  await commitChunk(session, chunk);
  return { done: true };
}

interface Part {
  readonly sideId: string;
  readonly chunk: number;
  readonly deadline: number;
}

async function applySide(session: RunSession, part: Part, clock: () => Date): Promise<Turn> {
  for (;;) {
    const waiting = await session.store.transact((tx) =>
      tx.pendingOperations({ runId: session.run.id, chunk: part.chunk, sideId: part.sideId }, LOOKED_AT),
    );
    if (waiting.length === 0) return { done: true };
    if (clock().getTime() >= part.deadline) return { done: false, waitMs: 0 };
    const side = await reach(session, part.sideId);
    const unsureMs = side instanceof AppError ? 0 : await unsureFor(session, side, waiting);
    if (unsureMs > 0) return { done: false, waitMs: unsureMs };
    const { stopped, progressed } =
      side instanceof AppError
        ? { stopped: side, progressed: false }
        : await send(session, side, {
            operations: waiting.slice(0, batchOf(session, side)),
            part,
          });
    if (isHeld(session)) return { done: false, waitMs: 0 };
    if (stopped === null) continue;
    if (stopped.kind === "rate-limited") return { done: false, waitMs: stopped.retryAfterMs ?? STALL_MS };
    if (clock().getTime() >= part.deadline) return { done: false, waitMs: 0 };
    const stalls = progressed ? 1 : sideOf(session.progress, part.sideId).stalls + 1;
    if (stopped.kind === "upstream-unavailable" && stalls < ATTEMPTS) {
      await session.commit(async () => ({
        event: null,
        progress: withSide(session.progress, part.sideId, { stalls }),
      }));
      return { done: false, waitMs: STALL_MS };
    }
    await putOff(session, part, stopped);
    return { done: true };
  }
}

/** The side, or why it cannot be reached now: that is this side's affair, not the run's. */
async function reach(session: RunSession, sideId: string): Promise<OpenSide | AppError> {
  try {
    const side = await session.sides.open(sideId);
    await side.shape();
    return side;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind !== "internal") return thrown;
    throw thrown;
  }
}

/**
 * Where a record that was made may not be found yet, a create whose worker died is not tried again before it must show,
 * nor any made beside one that another run has sent: the look-up would miss it, and it would be made twice. How long
 * that is from now; 0 = it is time.
 */
async function unsureFor(
  { store, registry, run }: RunSession,
  { connector, definition }: OpenSide,
  waiting: readonly PendingOperation[],
): Promise<number> {
  const lasts = unsureMs(connector.abilities);
  const creates = waiting.filter(({ op }) => op === "create");
  if (lasts === 0 || creates.length === 0) return 0;
  const own = creates.flatMap(({ status, sentAgoMs }) => (status === "planned" ? [] : [sentAgoMs ?? lasts]));
  const place = { registryId: registry.id, sideId: definition.id, withinMs: lasts, exceptRunId: run.id };
  const another = await store.transact((tx) => tx.lastUnsureCreate(place));
  return Math.max(0, ...[...own, another ?? lasts].map((agoMs) => lasts - agoMs));
}

/** The plan's approval was lost between two batches. */
const isHeld = ({ progress }: RunSession): boolean => progress.state.phase === "held";

/** More than any side takes at once. */
const LOOKED_AT = 5_000;

/** Sends operations and stores what became of them; says why the rest was not begun, and whether any was settled. */
async function send(
  session: RunSession,
  side: OpenSide,
  { operations, part }: { readonly operations: readonly PendingOperation[]; readonly part: Part },
): Promise<{ readonly stopped: AppError | null; readonly progressed: boolean }> {
  const runId = session.run.id;
  const book = new ReferenceBook();
  await session.commit(async (tx) => {
    const held = await holdWithoutApproval(session, tx);
    if (held) return held;
    await tx.markSent(
      runId,
      operations.map((operation) => operation.ordinal),
    );
    await book.load(
      tx,
      await placesOf(tx, side),
      operations.flatMap((operation) => [operation.before, operation.cells]),
    );
    return { event: null };
  });
  if (isHeld(session)) return { stopped: null, progressed: false };
  const asked = operations.map((operation) => asWrite(operation, book, session.registry.key));
  const report = await side.connector.write(asked, part.deadline);
  await session.commit(async (tx) => {
    const places = await placesOf(tx, side);
    const images = report.written.flatMap((answer) =>
      "record" in answer && answer.record ? [answer.record] : [],
    );
    const resolved = await resolveRecords(tx, places, images);
    const byImage = new Map(images.map((image, at) => [image, resolved[at]]));
    const outcomes = report.written.map((answer, at) =>
      outcomeOf(answer, operations[at], { images: byImage, lags: side.connector.abilities.lookupLagMs > 0 }),
    );
    const answered = { answeredAt: session.now().getTime(), waitedMs: session.waitedMs };
    await tx.recordOutcomes(
      runId,
      outcomes.map((outcome) => ({ ...outcome, ...answered })),
    );
    const notBegun = operations.slice(report.written.length).filter(({ status }) => status === "planned");
    await tx.takeBackSent(
      runId,
      notBegun.map(({ ordinal }) => ordinal),
    );
    return { event: null, requests: report.requests };
  });
  if (report.written.length === 0 && report.stopped === null) {
    throw new AppError("internal", "A connector was given operations and neither tried nor refused them.");
  }
  return {
    stopped: report.stopped,
    progressed: report.written.some((answer) => answer.outcome !== "unknown"),
  };
}

/** The side's cells stay pending; everyone else goes on. Those of a refused connection are taken up once it is mended. */
async function putOff(session: RunSession, part: Part, error: AppError): Promise<void> {
  const { registry } = session;
  const connectionIds = registry.sides.flatMap((side) =>
    side.id === part.sideId ? [side.connectionId] : [],
  );
  const isRefused =
    error.kind === "connection-broken" && (await session.refusedAccess(connectionIds)) !== null;
  await session.commit(async (tx) => {
    if (isRefused) await tx.markDirty([registry.id]);
    await tx.dropOperations(
      { runId: session.run.id, sideId: part.sideId },
      { code: error.kind, message: error.message },
    );
    return { event: null, progress: withSide(session.progress, part.sideId, { stalls: 0 }) };
  });
}
