import "server-only";
import { ENDED } from "./connections";
import type { Scoped } from "./control";
import { lastCertificates } from "./drift-certificates";
import type { StoredRun } from "./runs";

/** What is looked at of a registry to know whether somebody has to be told of it. */
export interface SubjectRegistry {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly paused: boolean;
  /** Runs that failed one after the other. */
  readonly failures: number;
  readonly connectionIds: readonly string[];
}

export interface SubjectConnection {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly problem: string | null;
}

/** A plan that waits for a person. */
export interface SubjectRun {
  readonly id: string;
  readonly registryId: string;
  readonly brakes: StoredRun["brakes"];
  readonly expiresAt: Date | null;
}

export interface NoticeSubjects {
  readonly registries: readonly SubjectRegistry[];
  /** Connections whose access ended. */
  readonly ended: readonly SubjectConnection[];
  readonly held: readonly SubjectRun[];
  readonly certificates: Awaited<ReturnType<typeof lastCertificates>>;
}

/** How the organization's registries and connections stand. */
export async function noticeSubjects(db: Scoped): Promise<NoticeSubjects> {
  const registries = await db.registry.findMany({
    select: {
      ...{ id: true, name: true, state: true, stateReason: true, paused: true, failures: true },
      sides: { select: { connectionId: true } },
    },
    orderBy: { name: "asc" },
  });
  const ended = await db.connection.findMany({
    where: { status: { in: [...ENDED] } },
    select: { id: true, name: true, kind: true, status: true, problem: true },
    orderBy: { name: "asc" },
  });
  const held = await db.run.findMany({
    where: { status: "held" },
    select: { id: true, registryId: true, brakes: true, expiresAt: true },
    orderBy: { id: "asc" },
  });
  return {
    registries: registries.map(({ sides, ...registry }) => ({
      ...registry,
      connectionIds: sides.map(({ connectionId }) => connectionId),
    })),
    ended,
    held: held.map((run) => ({ ...run, brakes: run.brakes as unknown as StoredRun["brakes"] })),
    certificates: await lastCertificates(db),
  };
}

export interface DecidedRun {
  readonly id: string;
  readonly status: string;
  readonly decision: string | null;
}

/** What became of runs that were held. */
export async function decidedRuns(db: Scoped, ids: readonly string[]): Promise<DecidedRun[]> {
  const runs = await db.run.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, status: true, decidedBy: true },
  });
  return runs.map(({ id, status, decidedBy }) => ({
    id,
    status,
    decision: (decidedBy as StoredRun["decidedBy"])?.decision ?? null,
  }));
}
