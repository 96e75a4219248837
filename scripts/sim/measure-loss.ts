import { lossBound } from "./loss-bound";
import type { PartReport } from "./part";
import { runParts } from "./run-parts";

export interface Measuring {
  readonly root: string;
  /** How many edits have to be weighed. */
  readonly edits: number;
  readonly seed: number;
  readonly workers: number;
  readonly told?: (report: PartReport) => void;
}

export interface Loss {
  readonly seeds: number;
  /** Seeds with a violation of any kind. */
  readonly failed: number;
  /** Acknowledged edits of people while something went wrong, of which it was checked whether they are kept. */
  readonly edits: number;
  readonly lost: number;
  /** Edits between the engine's look and its write on a system without compare-and-set: no edits of those above. */
  readonly windowLosses: number;
  /** One-sided 95 % upper bound of the chance that an edit is lost. */
  readonly bound: number;
}

/** Roughly how many edits one seed weighs. */
const PER_SEED = 25;

/** Lives through seeds until so many edits were weighed. Which seeds that are depends on the seeds alone. */
export async function measureLoss({ edits, seed, ...around }: Measuring): Promise<Loss> {
  const total = { seeds: 0, failed: 0, edits: 0, lost: 0, windowLosses: 0 };
  while (total.edits < edits) {
    const runs = Math.ceil((edits - total.edits) / PER_SEED);
    const reports = await runParts({
      ...around,
      seed: seed + total.seeds,
      runs,
      stops: false,
      database: null,
    });
    for (const report of reports) {
      total.seeds += report.tried;
      total.failed += report.failed.length;
      total.edits += report.weighed;
      total.lost += report.lost;
      total.windowLosses += report.windowLosses;
    }
  }
  return { ...total, bound: lossBound(total.lost, total.edits) };
}
