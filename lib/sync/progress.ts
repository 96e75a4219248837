import type { RecordFates } from "@/lib/db/rows/fates";
import type { Seal } from "@/lib/db/rows/stage";
import type { Baseline } from "@/lib/engine/baseline";
import type { RunState } from "@/lib/engine/run-state";

/** What a run must remember between steps: where it is, and what it saw of each side. Ids and counts only. */
export interface RunProgress {
  readonly state: RunState;
  readonly sides: Readonly<Record<string, SideProgress>>;
  /** What the plan was made under, where that is not what the registry's last run was. */
  readonly baseline?: Baseline;
  /** What the plan found that no row of it tells; the brakes count it. */
  readonly found?: PlanFindings;
}

export interface PlanFindings {
  /** When the plan was made, as Postgres writes it. */
  readonly plannedAt: string;
  readonly schemaChanges: readonly string[];
  readonly settingChanges: readonly string[];
  readonly renames: number;
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
  /** Records staged so far; the next one's ordinal. */
  readonly staged: number;
  /** When the read of this side began, epoch ms. */
  readonly readAt: number;
  /** Why the read is not proven complete; null while it is. */
  readonly incomplete: string | null;
  /** Times that operations on this side were put off. */
  readonly stalls: number;
  readonly seal: Seal | null;
  /** Missing records that were taken for deleted without a look at each: such a plan is always held. */
  readonly unconfirmed: number;
}

export const NO_SIDE: SideProgress = {
  staged: 0,
  readAt: 0,
  incomplete: null,
  stalls: 0,
  seal: null,
  unconfirmed: 0,
};

export const withSide = (
  progress: RunProgress,
  sideId: string,
  change: Partial<SideProgress>,
): RunProgress => ({
  ...progress,
  sides: { ...progress.sides, [sideId]: { ...(progress.sides[sideId] ?? NO_SIDE), ...change } },
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
