import { counted } from "./count";
import { mayWrite } from "./run-word";

interface Found {
  /** Rows, and those that all sides show as they are. */
  readonly rows: number;
  readonly equal: number;
  /** Rows and extra records that nothing explains. */
  readonly drifted: number;
}

/** What a full check found that nothing explains: where every row matches, it is records that are no row yet. */
export function driftWord({ rows, equal, drifted }: Found): string {
  const isOne = drifted === 1;
  if (equal < rows) return `${counted(drifted, "row")} ${isOne ? "differs" : "differ"}`;
  return `${counted(drifted, "record")} ${isOne ? "is no row" : "are no rows"} yet`;
}

interface Run {
  readonly kind: string;
  readonly status: string;
  readonly finishedAt: string | null;
}

/** Whether a run has written to its end after a check (ISO instant): what differed then is equal now, or waits. */
export const isMendedSince = (checkedAt: string, runs: readonly Run[]): boolean =>
  runs.some(
    ({ kind, status, finishedAt }) =>
      mayWrite(kind) && status.startsWith("done") && (finishedAt ?? "") > checkedAt,
  );
