import type { RunPhase, StoredRun } from "@/lib/db/runs";
import { publicId } from "@/lib/ids";

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
    readonly create: number;
    readonly update: number;
    readonly delete: number;
    readonly conflict: number;
    readonly issue: number;
    readonly unchanged: number;
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
  }[];
  readonly decidedBy: { readonly decision: string; readonly ref: string; readonly at: string } | null;
  readonly phases: readonly RunPhase[];
  readonly error: { readonly kind: string; readonly message: string; readonly remedy: string | null } | null;
}

export function runView(run: StoredRun, perSide: RunView["perSide"]): RunView {
  const { read, ...counts } = run.counts;
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
    counts: { ...counts, read: bySide(read) },
    perSide,
    brakes: run.brakes.map(({ kind, severity, message, sideId }) => ({
      kind,
      severity,
      message,
      sideId: sideId && publicId("sid", sideId),
    })),
    decidedBy: run.decidedBy,
    phases: run.phases,
    error: run.error,
  };
}
