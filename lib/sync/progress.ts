import type { DriftCertificate } from "@/lib/db/drift-certificates";
import type { Approval } from "@/lib/db/rows/approver";
import type { RecordFates } from "@/lib/db/rows/fates";
import type { Seal } from "@/lib/db/rows/stage";
import type { Baseline } from "@/lib/engine/baseline";
import type { MovedCells } from "@/lib/engine/moved-cells";
import type { RunState } from "@/lib/engine/run-state";

/** What a run must remember between steps: where it is, and what it saw of each side. Ids and counts only. */
export interface RunProgress {
  readonly state: RunState;
  readonly sides: Readonly<Record<string, SideProgress>>;
  /** The registry's revision when this run began to read. */
  readonly readAfter?: number;
  /** The registry's revision as of the plan and of what this run has committed of it since; others move it on. */
  readonly revision?: number;
  /** The registry's request to decide on every row when this run began to read: changed settings raise it. */
  readonly readUnder?: number;
  /** What the plan was made under, where that is not what the registry's last run was. */
  readonly baseline?: Baseline;
  /** What the plan found that no row of it tells; the brakes count it. */
  readonly found?: PlanFindings;
  /** Who approved the plan: it is carried out only while he may. */
  readonly approval?: Approval;
  /** When the absences that a chunk's deletions rest on were looked at again, epoch ms. */
  readonly confirmed?: { readonly chunk: number; readonly at: number };
  /** Before anything was read, as Postgres writes it: what others saw from here on is not disproved by this run. */
  readonly lookedFrom?: string;
  /** A crash of the server has emptied the UNLOGGED table: what the run saw and did not commit is known no more. */
  readonly stagingLost?: boolean;
  /** How long it has waited for its systems so far, in ms; missing in runs of an older version of this code. */
  readonly waitedMs?: number;
  /** The last turn ended to wait for a system, then, epoch ms. */
  readonly waitsSince?: number;
  /** What a drift check has found. */
  readonly certificate?: DriftCertificate;
}

export interface PlanFindings {
  /** When the plan was made, as Postgres writes it. */
  readonly plannedAt: string;
  readonly schemaChanges: readonly string[];
  readonly settingChanges: readonly string[];
  readonly renames: number;
  /** Fields by name; missing in plans of an older version of this code. */
  readonly movedCells?: readonly MovedCells[];
  /** Changed cells of the fields whose changes need an approval, by field name. */
  readonly approvals: readonly { readonly field: string; readonly cells: number }[];
  /** Rows that were held against the rules. */
  readonly checked: number;
  /** The request to decide on every row that the plan has met. */
  readonly recheck: number;
  /** By side, the fields that it might not edit: what such a run puts back stays told when the directions change. */
  readonly putBack: Readonly<Record<string, readonly string[]>>;
  /** What became of each side's records, by side. */
  readonly fates: Readonly<Record<string, RecordFates>>;
}

export interface SideProgress {
  /** Records that stand staged. */
  readonly staged: number;
  /** The next one's ordinal. */
  readonly ordinal: number;
  /** What the read goes on from: only what changed since is told; null = the side is read whole. */
  readonly since: Since | null;
  /** What the side told of beside records, where it tells changes alone. */
  readonly told: ToldChanges;
  /** Records that were taken for unchanged because nothing was told of them; null = not a question yet. */
  readonly carried: number | null;
  /** What the next run may go on from; null = nothing. */
  readonly mark: string | null;
  /** When the read of this side began, epoch ms. */
  readonly readAt: number;
  /** When the last of it was read, epoch ms: an edit that was seen came before. */
  readonly readUntil: number;
  /** How long the run had waited for its systems by then, in ms. */
  readonly waitedMs: number;
  /** Why the read is not proven complete; null while it is. */
  readonly incomplete: string | null;
  /** Times that operations on this side were put off. */
  readonly stalls: number;
  readonly seal: Seal | null;
  /** Records that the read did not show are few enough to be looked up one by one. */
  readonly lookingUp: boolean;
  /** The last of them has been. */
  readonly lookedUp: boolean;
  /** Missing records that were taken for deleted without a look at each: such a plan is always held. */
  readonly unconfirmed: number;
  /** How much of what its records are known by is yet to be written there. */
  readonly nameless: number;
}

export interface Since {
  /** The connector's mark. */
  readonly mark: string;
  /** When the run that left it made its plan, as Postgres writes it. */
  readonly plannedAt: string;
}

export interface ToldChanges {
  /** Records that are said to be gone. */
  readonly gone: readonly string[];
  /** Partitions of records that were read whole. */
  readonly readWhole: readonly number[];
}

export const NOTHING_TOLD: ToldChanges = { gone: [], readWhole: [] };

export const NO_SIDE: SideProgress = {
  staged: 0,
  ordinal: 0,
  since: null,
  told: NOTHING_TOLD,
  carried: null,
  mark: null,
  readAt: 0,
  readUntil: 0,
  waitedMs: 0,
  incomplete: null,
  stalls: 0,
  seal: null,
  lookingUp: false,
  lookedUp: false,
  unconfirmed: 0,
  nameless: 0,
};

/** A run that was begun by an older version of this code numbered its records as they were staged. */
export function sideOf({ sides }: RunProgress, sideId: string): SideProgress {
  const side = sides[sideId];
  return side ? { ...NO_SIDE, ...side, ordinal: side.ordinal ?? side.staged } : NO_SIDE;
}

export const withSide = (
  progress: RunProgress,
  sideId: string,
  change: Partial<SideProgress>,
): RunProgress => ({
  ...progress,
  sides: { ...progress.sides, [sideId]: { ...sideOf(progress, sideId), ...change } },
});

/** The run and the moment of its plan: what came after it was not known to it. */
export const plannedBy = (session: {
  readonly run: { readonly id: string };
  readonly registry: { readonly id: string };
  readonly progress: RunProgress;
}) => ({
  runId: session.run.id,
  registryId: session.registry.id,
  plannedAt: session.progress.found?.plannedAt ?? "infinity",
});

/** The run and the moment before its reads: what is not seen from there on is mended. */
export const lookedBy = (session: Parameters<typeof plannedBy>[0]) => {
  const { plannedAt, ...place } = plannedBy(session);
  return { ...place, lookedFrom: session.progress.lookedFrom ?? plannedAt };
};
