import "server-only";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Scoped } from "./control";
import type { Prisma } from "./generated/client";
import { storedProposal } from "./stored-registry";
import { takeTurnAt } from "./turns";

export type RunKind = "dry-run" | "sync" | "shadow" | "drift-check" | "restore" | "undo";
export type RunStatus = "queued" | "running" | "held" | "done" | "done-with-issues" | "failed" | "stopped";

/**
 * What a run is asked for beside its kind: nothing; the cells and rows of a rejected plan put back on some sides; what
 * a run did undone; a registry or a row as it was; what settings that nobody has saved would bring about.
 */
const runRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("plain") }),
  z.object({ kind: z.literal("put-back"), runId: z.uuid(), sideIds: z.array(z.uuid()) }),
  z.object({ kind: z.literal("undo"), runId: z.uuid() }),
  z.object({ kind: z.literal("restore-at"), at: z.iso.datetime() }),
  z.object({ kind: z.literal("restore-row"), rowId: z.uuid(), version: z.int() }),
  z.object({ kind: z.literal("proposal"), ...storedProposal.shape }),
]);
export type RunRequest = z.infer<typeof runRequest>;
export const PLAIN: RunRequest = { kind: "plain" };

export interface RunPhase {
  readonly name: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly requests: number;
}

export interface RunCounts {
  readonly read: Readonly<Record<string, number>>;
  /** Sides that told only what had changed: what was read of them is no count of their rows. Missing in older runs. */
  readonly byChanges?: readonly string[];
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly conflict: number;
  readonly issue: number;
  readonly unchanged: number;
  /** Operations that sides have acknowledged, and that they have not taken; missing in runs of an older version of this code. */
  readonly done?: number;
  readonly failed?: number;
  /** Rows that all sides hold alike, of all; null until verified. */
  readonly verified: number | null;
  readonly rows: number | null;
}

export interface StoredRun {
  readonly id: string;
  readonly registryId: string;
  readonly syncId: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
  readonly trigger: { readonly type: string; readonly ref: string };
  readonly progress: Prisma.JsonValue;
  readonly planHash: string | null;
  readonly counts: RunCounts;
  readonly phases: readonly RunPhase[];
  readonly brakes: readonly {
    readonly kind: string;
    readonly severity: string;
    readonly message: string;
    readonly sideId: string | null;
    /** What was counted, the greatest count that would have passed, and of how many. */
    readonly value: number;
    readonly limit: number;
    readonly total: number;
  }[];
  readonly request: RunRequest;
  /** When a held plan ends by itself. */
  readonly expiresAt: Date | null;
  readonly decidedBy: { readonly decision: string; readonly ref: string; readonly at: string } | null;
  readonly error: { readonly kind: string; readonly message: string; readonly remedy: string | null } | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** A run as lists have it: how far each side was read, which is as long as its table, is left out. */
export type ListedRun = Omit<StoredRun, "progress">;

const UNLISTED = { progress: true } as const;

export const NO_COUNTS: RunCounts = {
  read: {},
  create: 0,
  update: 0,
  delete: 0,
  conflict: 0,
  issue: 0,
  unchanged: 0,
  verified: null,
  rows: null,
};

/** Runs of before there were requests have none; anything else unreadable must not pass for a plain run. */
function requestOf(stored: Prisma.JsonValue): RunRequest {
  const isEmpty = typeof stored === "object" && stored !== null && Object.keys(stored).length === 0;
  return isEmpty ? PLAIN : runRequest.parse(stored);
}

// The JSON columns are written by lib/db alone, in these shapes.
const read = (stored: Prisma.RunGetPayload<object>): StoredRun => ({
  ...(stored as unknown as StoredRun),
  request: requestOf(stored.request),
});

const readListed = (stored: Prisma.RunGetPayload<{ omit: typeof UNLISTED }>): ListedRun => ({
  ...(stored as unknown as ListedRun),
  request: requestOf(stored.request),
});

export async function findRun(db: Scoped, id: string): Promise<StoredRun | null> {
  const stored = await db.run.findFirst({ where: { id } });
  return stored && read(stored);
}

/**
 * Requests for one registry take turns until the transaction ends. Not by the registry's own line: a run under way
 * holds that for as long as a step commits.
 */
export async function queueRequests(db: Scoped, registryId: string): Promise<void> {
  await takeTurnAt(db, `run-request ${registryId}`);
}

export async function findRunBySync(
  db: Scoped,
  registryId: string,
  syncId: string,
): Promise<StoredRun | null> {
  const stored = await db.run.findFirst({ where: { registryId, syncId } });
  return stored && read(stored);
}

/** The run that is under way or waiting for a person, if any. */
export async function findOpenRun(db: Scoped, registryId: string): Promise<StoredRun | null> {
  const stored = await db.run.findFirst({
    where: { registryId, status: { in: ["queued", "running"] } },
    orderBy: { createdAt: "desc" },
  });
  return stored && read(stored);
}

/** Whether anything but dry runs was ever asked for of the registry. */
export const wasRun = async (db: Scoped, registryId: string): Promise<boolean> =>
  (await db.run.count({ where: { registryId, kind: { not: "dry-run" } } })) > 0;

export async function listRuns(
  db: Scoped,
  registryId: string,
  page: { readonly before: string | null; readonly size: number; readonly kind?: RunKind | null },
): Promise<ListedRun[]> {
  const stored = await db.run.findMany({
    omit: UNLISTED,
    where: {
      registryId,
      ...(page.before ? { id: { lt: page.before } } : {}),
      ...(page.kind ? { kind: page.kind } : {}),
    },
    orderBy: { id: "desc" },
    take: page.size,
  });
  return stored.map(readListed);
}

/** These runs, the newest first. */
export async function findRunsByIds(db: Scoped, ids: readonly string[]): Promise<ListedRun[]> {
  const stored = await db.run.findMany({
    omit: UNLISTED,
    where: { id: { in: [...ids] } },
    orderBy: { id: "desc" },
  });
  return stored.map(readListed);
}

/** The id of a run of the same registry that began after this one and has made its plan, if any. */
export async function findNewerPlan(
  db: Scoped,
  run: Pick<StoredRun, "registryId" | "startedAt">,
): Promise<string | null> {
  const { registryId, startedAt } = run;
  const newer = await db.run.findFirst({
    where: { registryId, planHash: { not: null }, ...(startedAt && { startedAt: { gt: startedAt } }) },
    orderBy: { startedAt: "desc" },
    select: { id: true },
  });
  return newer?.id ?? null;
}

/** The run that planned last. */
export async function findLastPlan(db: Scoped, registryId: string): Promise<StoredRun | null> {
  const stored = await db.run.findFirst({
    where: { registryId, planHash: { not: null } },
    orderBy: { startedAt: "desc" },
  });
  return stored && read(stored);
}

/** The registry's runs in shadow since it last ran to write, newest first. */
export async function listShadowRuns(db: Scoped, registryId: string, size: number): Promise<StoredRun[]> {
  const written = await db.run.findFirst({
    where: { registryId, kind: { notIn: ["shadow", "dry-run", "drift-check"] }, startedAt: { not: null } },
    orderBy: { startedAt: "desc" },
    select: { startedAt: true },
  });
  const stored = await db.run.findMany({
    where: {
      registryId,
      kind: "shadow",
      planHash: { not: null },
      ...(written?.startedAt && { startedAt: { gt: written.startedAt } }),
    },
    orderBy: { startedAt: "desc" },
    take: size,
  });
  return stored.map(read);
}

export async function insertRun(
  db: Scoped,
  organizationId: string,
  run: Pick<StoredRun, "id" | "registryId" | "syncId" | "kind" | "trigger" | "request"> & {
    readonly progress: object;
  },
): Promise<void> {
  await db.run.create({
    data: {
      organizationId,
      ...run,
      trigger: { ...run.trigger },
      request: { ...run.request },
      progress: run.progress as Prisma.InputJsonValue,
      counts: NO_COUNTS as unknown as Prisma.InputJsonValue,
      phases: [],
      brakes: [],
    },
  });
}

/**
 * When the newest syncs that people and API keys asked for since `since` were asked for, newest first. One that waits for
 * its registry's connection counts once it goes on.
 */
export async function onDemandRuns(db: Scoped, since: Date, limit: number): Promise<Date[]> {
  const asked = ["person", "api-key"].map((type) => ({ trigger: { path: ["type"], equals: type } }));
  const stored = await db.run.findMany({
    where: {
      ...{ kind: "sync", createdAt: { gt: since }, OR: asked },
      NOT: { status: "queued", registry: { state: "reconnect-needed" } },
    },
    orderBy: { createdAt: "desc" },
    take: limit,
    select: { createdAt: true },
  });
  return stored.map(({ createdAt }) => createdAt);
}

/** A run of the kind and for the same end that has not begun: another request joins it. */
export async function findWaitingRun(
  db: Scoped,
  registryId: string,
  asked: { readonly kind: RunKind; readonly request: RunRequest },
): Promise<StoredRun | null> {
  const stored = await db.run.findMany({
    where: { registryId, kind: asked.kind, status: "queued" },
    orderBy: { createdAt: "asc" },
  });
  return stored.map(read).find(({ request }) => isDeepStrictEqual(request, asked.request)) ?? null;
}

/** How many runs of the organization wait for a person. */
export const countHeldRuns = (db: Scoped): Promise<number> => db.run.count({ where: { status: "held" } });

/** The runs that wait for a person, the one that ends by itself soonest first. */
export async function listHeldRuns(db: Scoped, size: number): Promise<StoredRun[]> {
  const stored = await db.run.findMany({
    where: { status: "held" },
    orderBy: [{ expiresAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    take: size,
  });
  return stored.map(read);
}

/** Sets a held run going again, or to its end; false if it is no longer held. */
export async function decideHeldRun(
  db: Scoped,
  id: string,
  decision: {
    readonly progress: unknown;
    readonly decidedBy: { readonly decision: string; readonly ref: string; readonly at: string };
  },
): Promise<boolean> {
  const changed = await db.run.updateMany({
    where: { id, status: "held" },
    data: {
      status: "running",
      progress: decision.progress as Prisma.InputJsonValue,
      decidedBy: { ...decision.decidedBy },
      touchedAt: new Date(),
    },
  });
  return changed.count === 1;
}
