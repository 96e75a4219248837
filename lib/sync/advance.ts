import "server-only";
import { withOrg } from "@/lib/db/control";
import { standsStill } from "@/lib/db/organizations";
import { nextAction } from "@/lib/engine/run-state";
import { unreachable } from "@/lib/engine/unreachable";
import { type AppError, asAppError, mayRetry } from "@/lib/errors";
import { log } from "@/lib/log";
import type { EndedAccess } from "@/lib/reach/find-ended-access";
import { applyChunk } from "./apply";
import { brakeRun } from "./brake";
import { closeRun, verifyRun } from "./close";
import { hostOf, type RunHost } from "./host";
import { nameRecords } from "./name-records";
import { openRun } from "./open";
import { planRun } from "./plan";
import { pullPage } from "./pull";
import { sealReads } from "./seal";
import { RunSession } from "./session";
import { awaitedAccess, forgetWaiting, leaveWaiting } from "./wait-for-access";

/** What a job's step returns: whether to come again, when, and where the run is. Never rows. */
export interface Advanced {
  readonly next: "again" | "over";
  readonly waitMs: number;
  readonly phase: string;
}

/** One step's share of a run, in ms; the rest is the next step's. */
const TURN_MS = 45_000;

/** How long a run waits for the registry that another run has. */
const BUSY_MS = 2_000;

/** Whoever mends what the run waits for asks for it again. */
const WAITING: Advanced = { next: "over", waitMs: 0, phase: "waiting" };

/**
 * Moves a run on for one turn. Every action commits by itself, so a turn may end anywhere, also by kill -9, and the
 * next one goes on from what is durable. A run whose connection is refused waits where it is. What else cannot succeed
 * by trying again ends the run; the rest is thrown to the job, which tries again.
 */
export async function advanceOn(host: RunHost, runId: string): Promise<Advanced> {
  const { clock } = host;
  const session = await RunSession.open(host, runId);
  if (!session) return { next: "again", waitMs: BUSY_MS, phase: "waiting" };
  const deadline = clock().getTime() + TURN_MS;
  try {
    const awaited = await awaitedAccess(session);
    if (awaited !== null) return await waiting(session, awaited);
    await forgetWaiting(session);
    return await takeTurn(session, deadline, clock);
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.kind === "connection-broken") {
      const refused = await session.refusedAccess();
      if (refused !== null) return await waiting(session, refused);
    }
    if (error.kind === "rate-limited")
      return await leaveToSystem(session, error.retryAfterMs ?? BUSY_MS, "waiting");
    if (error.kind === "stale") return { next: "again", waitMs: BUSY_MS, phase: "waiting" };
    if (mayRetry(error)) throw thrown;
    await endFailed(session, error);
    return { next: "over", waitMs: 0, phase: "closed" };
  } finally {
    await session.close();
  }
}

/** Ends a run that its job has given up. Rows that were committed stay; the next run goes on from there. */
export async function failOn(host: RunHost, runId: string, thrown: unknown): Promise<void> {
  const session = await RunSession.open(host, runId);
  if (!session) return;
  try {
    await endFailed(session, asAppError(thrown));
  } finally {
    await session.close();
  }
}

/**
 * `advanceOn` the organization's own database and connections. While the organization is being deleted its runs stand
 * still: the scheduler picks them up again if it is kept.
 */
export async function advanceRun(
  organizationId: string,
  runId: string,
  clock?: () => Date,
): Promise<Advanced> {
  if (await isStill(organizationId)) return WAITING;
  return advanceOn(hostOf(organizationId, clock), runId);
}

export async function failRun(organizationId: string, runId: string, thrown: unknown): Promise<void> {
  if (!(await isStill(organizationId))) await failOn(hostOf(organizationId), runId, thrown);
}

const isStill = (organizationId: string): Promise<boolean> =>
  withOrg(organizationId, (db) => standsStill(db, organizationId));

/** `deadline` and `clock` are the process's own, as connectors ask it; what time it is, the session knows. */
async function takeTurn(session: RunSession, deadline: number, clock: () => Date): Promise<Advanced> {
  for (;;) {
    const action = nextAction(session.progress.state);
    switch (action.kind) {
      case "open":
        await openRun(session, session.now());
        break;
      case "pull":
        await pullPage(session, action, session.now());
        break;
      case "seal":
        await sealReads(session);
        break;
      case "plan":
        await planRun(session);
        break;
      case "brake":
        await brakeRun(session, session.now());
        break;
      case "apply": {
        const turn = await applyChunk(session, action.chunk, deadline, clock);
        if (!turn.done && turn.waitMs > 0) return await leaveToSystem(session, turn.waitMs, "apply");
        break;
      }
      case "verify":
        await nameRecords(session);
        await verifyRun(session);
        break;
      case "close":
        await closeRun(session, action, session.now());
        break;
      case "hold":
      case "done":
        await session.release();
        return { next: "over", waitMs: 0, phase: session.progress.state.phase };
      default:
        return unreachable(action);
    }
    if (clock().getTime() >= deadline)
      return { next: "again", waitMs: 0, phase: session.progress.state.phase };
  }
}

/** The time until the next turn is the system's; what cannot be noted of it is not counted. */
async function leaveToSystem(session: RunSession, waitMs: number, phase: string): Promise<Advanced> {
  const progress = { ...session.progress, waitsSince: session.now().getTime() };
  await session.commit(async () => ({ event: null, progress })).catch(() => {});
  return { next: "again", waitMs, phase };
}

async function waiting(session: RunSession, ended: EndedAccess): Promise<Advanced> {
  log("info", "run.waits", { run: session.run.id, phase: session.progress.state.phase });
  await leaveWaiting(session, ended);
  return WAITING;
}

async function endFailed(session: RunSession, error: AppError): Promise<void> {
  log(error.kind === "internal" ? "error" : "warn", "run.failed", {
    run: session.run.id,
    kind: error.kind,
    error,
  });
  const { kind, message, remedy } = error;
  await session.commit(async () => ({
    event: { kind: "failed" },
    change: { error: { kind, message, remedy } },
  }));
  const action = nextAction(session.progress.state);
  if (action.kind === "close") await closeRun(session, action, session.now());
}
