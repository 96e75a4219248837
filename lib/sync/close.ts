import "server-only";
import type { RunTransaction } from "@/lib/db/run-store";
import { isWriting } from "@/lib/engine/run-advance";
import type { CloseReason, CloseStatus } from "@/lib/engine/run-state";
import type { EndedAccess } from "@/lib/reach/find-ended-access";
import { certificateEntry } from "./certify";
import { runEntry } from "./ledger-entries";
import { settlePlan } from "./plan-limit";
import { lookedBy, plannedBy } from "./progress";
import { type Cadence, MOST_FAILURES, nextTick, retryTick } from "./schedule";
import { isStagedWhole } from "./seal";
import type { RunSession, Step } from "./session";
import { leftEntries } from "./settle-left";
import { leaveMarks } from "./since";

/** Counts the rows that every side acknowledged as they are: the proof that a run ends with. */
export async function verifyRun(session: RunSession): Promise<void> {
  const { registry } = session;
  await session.commit(async (tx): Promise<Step> => {
    const planned = plannedBy(session);
    await tx.closeUnseenIssues(lookedBy(session));
    await tx.markKnown(planned);
    await tx.keepOpen(planned);
    const verified = await tx.verifyRegistry(registry.id, {
      all: registry.sides.map((side) => side.id),
      required: registry.sides
        .filter((side) => (side.match ?? registry.match) !== "match-only")
        .map((side) => side.id),
    });
    const issues = await tx.openIssues(registry.id);
    const counts = { ...session.counts, issue: issues, verified: verified.equal, rows: verified.rows };
    return {
      event: { kind: "verified", issues: issues > 0 || verified.equal < verified.rows },
      change: { counts },
    };
  });
}

/** Ends the run: its staging goes, the registry gets its new state and its next time, the lease is free. */
export async function closeRun(
  session: RunSession,
  end: { readonly status: CloseStatus; readonly reason: CloseReason | null },
  now: Date,
): Promise<void> {
  const writes = isWriting(session.run.kind);
  const ended = writes ? await session.endedAccess() : null;
  await session.commit(async (tx): Promise<Step> => {
    const stagingLost = writes && hasVerified(end) && !(await isStagedWhole(session, tx));
    if (writes && hasVerified(end)) await leaveMarks(session, tx, stagingLost);
    await tx.dropStaged(session.run.id);
    if (writes) await leaveRegistry(session, tx, { ...end, ended, now });
    else if (session.registry.mode === "shadow" && session.run.kind === "shadow")
      await leaveShadow(session, tx, { ...end, now });
    await tx.releaseLease(session.lease);
    const outcome = end.status === "failed" ? "failed" : end.status === "stopped" ? "refused" : "ok";
    const closed = runEntry(
      session,
      "run.closed",
      { status: end.status, reason: end.reason, counts: session.counts },
      outcome,
    );
    const left = writes ? await leftEntries(tx, session, session.progress) : [];
    const checked = hasVerified(end) ? certificateEntry(session) : [];
    return {
      event: { kind: "closed" },
      progress: stagingLost ? { ...session.progress, stagingLost } : session.progress,
      change: { finishedAt: now },
      entries: [...left, ...checked, closed],
    };
  });
  if (writes) await settleOthers(session, now);
}

/**
 * Registries whose relations wait for rows of this one get a run of their own: so first syncs come right in the order
 * of their dependencies, and cycles in two passes. So do those whose rules take their options from it. Only after a run
 * that changed rows, or two registries that wait for each other in vain would take turns for ever.
 */
async function wakeWaiting({ registry, run }: RunSession, tx: RunTransaction): Promise<void> {
  const place = { registryId: registry.id, runId: run.id };
  await tx.markDirty(await tx.registriesWaitingFor(place));
  await tx.noteChangedOptions(registry.id);
}

/**
 * What the run means for other registries and for the organization's plan: outside the closing transaction, or two that
 * close could wait for each other's lock.
 */
const settleOthers = (session: RunSession, now: Date): Promise<void> =>
  session.store.transact(async (tx) => {
    const entries = await settlePlan(session, tx, now);
    await wakeWaiting(session, tx);
    await tx.recordRows(entries, now);
  });

async function cadenceOf({ registry, planOf }: RunSession, tx: RunTransaction): Promise<Cadence> {
  const { leastMinutes } = planOf((await tx.rowUse()).plan);
  return { schedule: registry.schedule, leastMinutes };
}

interface End {
  readonly status: CloseStatus;
  readonly reason: CloseReason | null;
  /** A side's connection was refused meanwhile: what was meant for it waits. */
  readonly ended: EndedAccess | null;
  readonly now: Date;
}

async function leaveRegistry(session: RunSession, tx: RunTransaction, end: End): Promise<void> {
  const { registry, run, progress } = session;
  const isDecidedAgainst = end.reason === "rejected" || end.reason === "expired";
  // Ids grow with time: a younger run has said since how things stand.
  if (isDecidedAgainst && registry.lastRunId !== null && registry.lastRunId > run.id) return;
  const verified = hasVerified(end);
  const isOverLimit = session.error?.kind === "limit-reached";
  const failures = hasFailed(end) && !isOverLimit ? registry.failures + 1 : 0;
  const cadence = await cadenceOf(session, tx);
  const nextRunAt = failures > 0 ? retryTick(cadence, failures, end.now) : nextTick(cadence, end.now);
  const isWaiting = registry.paused || isOverLimit;
  await tx.closeRegistryRun(registry.id, {
    ...(failures < MOST_FAILURES ? stateAfter(session, end) : givenUp(session, failures)),
    runId: run.id,
    rowCount: verified ? session.counts.rows : null,
    at: end.now,
    nextRunAt: isWaiting ? null : end.reason === "expired" ? end.now : nextRunAt,
    failures,
    rechecked: verified ? (progress.found?.recheck ?? null) : null,
    baseline: verified ? (progress.baseline ?? null) : null,
  });
}

/** A registry in shadow goes on by its schedule; what it says of its rows is what the last run that wrote left. */
async function leaveShadow(
  session: RunSession,
  tx: RunTransaction,
  end: { readonly status: CloseStatus; readonly reason: CloseReason | null; readonly now: Date },
): Promise<void> {
  const { registry, error, brakeMessage } = session;
  // No run that writes comes to close what is mended.
  if (hasVerified(end)) await tx.closeUnseenIssues(lookedBy(session));
  const isFailed = hasFailed(end);
  const failures = isFailed ? registry.failures + 1 : 0;
  const cadence = await cadenceOf(session, tx);
  const tick = isFailed ? retryTick(cadence, failures, end.now) : nextTick(cadence, end.now);
  await tx.scheduleRegistry(registry.id, {
    nextRunAt: registry.paused ? null : tick,
    failures,
    reason: isFailed ? (error?.message ?? brakeMessage) : null,
  });
}

const hasVerified = ({ status }: { readonly status: CloseStatus }): boolean =>
  status === "done" || status === "done-with-issues";

/** A run that found nothing wrong but was decided against has not failed. */
const hasFailed = ({
  status,
  reason,
}: {
  readonly status: CloseStatus;
  readonly reason: CloseReason | null;
}) => status === "failed" || (status === "stopped" && (reason === "incomplete-read" || reason === "brake"));

/** Trying again by itself has not helped. */
function givenUp({ error, brakeMessage }: RunSession, failures: number) {
  const cause = error?.message ?? brakeMessage ?? "The last run did not say why.";
  return {
    state: error?.kind === "connection-broken" ? "reconnect-needed" : "stopped",
    reason: `${failures} runs failed one after the other, so this registry is no longer run by itself. ${cause} Nothing is lost: mend the cause and run it.`,
  };
}

/** A person decided against the plan: no more of it is written, and the difference stands. */
const REJECTED = "The last plan was rejected: no more of it is written, and the sides still differ.";
const EXPIRED = "Nobody decided on the last plan in time. No more of it is written; a new one is being made.";

function stateAfter(session: RunSession, end: Omit<End, "now">) {
  if (end.ended !== null && session.error?.kind !== "limit-reached")
    return { state: "reconnect-needed", reason: end.ended.problem };
  switch (end.status) {
    case "done":
      return { state: "up-to-date", reason: null };
    case "done-with-issues":
      return { state: "up-to-date-with-issues", reason: null };
    case "stopped":
      return { state: "stopped", reason: stoppedBecause(session, end.reason) };
    case "failed":
      return failedState(session);
    default:
      return end.status satisfies never;
  }
}

function stoppedBecause({ brakeMessage }: RunSession, reason: CloseReason | null): string | null {
  if (reason === "rejected") return REJECTED;
  return reason === "expired" ? EXPIRED : brakeMessage;
}

function failedState({ error }: RunSession) {
  const reason = error?.message ?? null;
  if (error?.kind === "connection-broken") return { state: "reconnect-needed", reason };
  if (error?.kind === "halted") return { state: "stopped", reason };
  if (error?.kind === "limit-reached") return { state: "over-limit", reason };
  return { state: "up-to-date-with-issues", reason };
}
