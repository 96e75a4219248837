import type { ListedRun, RunPhase, RunRequest } from "@/lib/db/runs";
import { publicId } from "@/lib/ids";

export type RunRequestView =
  | { readonly kind: "put-back"; readonly runId: string; readonly sides: readonly string[] }
  | { readonly kind: "undo"; readonly runId: string }
  | { readonly kind: "restore-at"; readonly at: string }
  | { readonly kind: "restore-row"; readonly rowId: string; readonly version: number }
  | { readonly kind: "proposal" };

export interface RunView {
  readonly id: string;
  readonly syncId: string;
  readonly registryId: string;
  readonly kind: string;
  readonly status: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly trigger: { readonly type: string; readonly ref: string };
  readonly planHash: string | null;
  readonly counts: {
    readonly read: Readonly<Record<string, number>>;
    /** Sides that told only what had changed: what was read of them is no count of their rows. */
    readonly byChanges: readonly string[];
    readonly create: number;
    readonly update: number;
    readonly delete: number;
    readonly conflict: number;
    readonly issue: number;
    readonly unchanged: number;
    /** Operations that sides have acknowledged, and that they have not taken; null = was not counted. */
    readonly done: number | null;
    readonly failed: number | null;
    /** Rows that every side acknowledged as they are, of all; null until verified. */
    readonly verified: number | null;
    readonly rows: number | null;
  };
  readonly perSide: Readonly<
    Record<
      string,
      {
        readonly create: number;
        readonly update: number;
        readonly delete: number;
        readonly failed: number;
        /** Of the creates, updates and deletes, those that the side has acknowledged. */
        readonly done: number;
      }
    >
  >;
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
  /** What the run was asked for beside its kind, in words; null for a plain one. */
  readonly request: RunRequestView | null;
  readonly expiresAt: string | null;
  readonly decidedBy: { readonly decision: string; readonly ref: string; readonly at: string } | null;
  readonly phases: readonly RunPhase[];
  readonly error: { readonly kind: string; readonly message: string; readonly remedy: string | null } | null;
}

export function runView(run: ListedRun, perSide: RunView["perSide"]): RunView {
  const { read, byChanges = [], done = null, failed = null, ...counts } = run.counts;
  const bySide = (entries: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(entries).map(([sideId, count]) => [publicId("sid", sideId), count]));
  return {
    id: publicId("run", run.id),
    syncId: run.syncId,
    registryId: publicId("reg", run.registryId),
    kind: run.kind,
    status: run.status,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    trigger: run.trigger,
    planHash: run.planHash,
    counts: {
      ...counts,
      done,
      failed,
      read: bySide(read),
      byChanges: byChanges.map((id) => publicId("sid", id)),
    },
    perSide,
    brakes: run.brakes.map(({ sideId, kind, severity, message, value, limit, total }) => ({
      ...{ kind, severity, message, value, limit, total },
      sideId: sideId && publicId("sid", sideId),
    })),
    request: requestView(run.request),
    expiresAt: run.status === "held" ? (run.expiresAt?.toISOString() ?? null) : null,
    decidedBy: run.decidedBy,
    phases: run.phases,
    error: run.error,
  };
}

function requestView(request: RunRequest): RunRequestView | null {
  switch (request.kind) {
    case "plain":
      return null;
    case "put-back": {
      const sides = request.sideIds.map((id) => publicId("sid", id));
      return { kind: request.kind, runId: publicId("run", request.runId), sides };
    }
    case "undo":
      return { kind: request.kind, runId: publicId("run", request.runId) };
    case "restore-at":
      return request;
    case "restore-row":
      return { ...request, rowId: publicId("row", request.rowId) };
    case "proposal":
      return { kind: request.kind };
    default:
      return request satisfies never;
  }
}
