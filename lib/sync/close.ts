import "server-only";
import type { RowClient } from "@/lib/db/row-store";
import { openIssues } from "@/lib/db/rows/browse";
import { verifyRegistry } from "@/lib/db/rows/commit";
import { closeUnseenIssues } from "@/lib/db/rows/plan-store";
import { dropStaged } from "@/lib/db/rows/stage";
import { closeRegistryRun, releaseLease } from "@/lib/db/run-progress";
import { isWriting } from "@/lib/engine/run-advance";
import type { CloseReason, CloseStatus } from "@/lib/engine/run-state";
import { entry } from "./brake";
import { nextTick } from "./schedule";
import type { RunSession, Step } from "./session";

/** Counts the rows that every side acknowledged as they are: the proof that a run ends with. */
export async function verifyRun(session: RunSession): Promise<void> {
  const { registry, run } = session;
  await session.commit(async (client): Promise<Step> => {
    await closeUnseenIssues(client, { runId: run.id, registryId: registry.id });
    const verified = await verifyRegistry(
      client,
      registry.id,
      registry.sides.map((side) => side.id),
    );
    const issues = await openIssues(client, registry.id);
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
  await session.commit(async (client): Promise<Step> => {
    await dropStaged(client, session.run.id);
    if (isWriting(session.run.kind)) await leaveRegistry(session, client, { ...end, now });
    await releaseLease(client, session.registry.id, session.run.id);
    const outcome = end.status === "failed" ? "failed" : end.status === "stopped" ? "refused" : "ok";
    const closed = entry(
      session,
      "run.closed",
      { status: end.status, reason: end.reason, counts: session.counts },
      outcome,
    );
    return { event: { kind: "closed" }, change: { finishedAt: now }, entries: [closed] };
  });
}

async function leaveRegistry(
  session: RunSession,
  client: RowClient,
  end: { readonly status: CloseStatus; readonly reason: CloseReason | null; readonly now: Date },
): Promise<void> {
  const { registry, run } = session;
  const verified = end.status === "done" || end.status === "done-with-issues";
  await closeRegistryRun(client, registry.id, {
    ...stateAfter(session, end),
    runId: run.id,
    rowCount: verified ? (await verifyRegistry(client, registry.id, [])).rows : null,
    at: end.now,
    nextRunAt: registry.paused ? null : nextTick(registry.schedule, end.now),
  });
}

/** A person decided against the plan: nothing of it was written, and the difference stands. */
const REJECTED = "The last plan was rejected: nothing of it was written, and the sides still differ.";

function stateAfter(
  session: RunSession,
  end: { readonly status: CloseStatus; readonly reason: CloseReason | null },
) {
  switch (end.status) {
    case "done":
      return { state: "up-to-date", reason: null };
    case "done-with-issues":
      return { state: "up-to-date-with-issues", reason: null };
    case "stopped":
      return { state: "stopped", reason: end.reason === "rejected" ? REJECTED : session.brakeMessage };
    case "failed":
      return failedState(session);
    default:
      return end.status satisfies never;
  }
}

function failedState({ error }: RunSession) {
  const reason = error?.message ?? null;
  if (error?.kind === "connection-broken") return { state: "reconnect-needed", reason };
  if (error?.kind === "halted") return { state: "stopped", reason };
  return { state: "up-to-date-with-issues", reason };
}
