import { openStores } from "./open-stores";
import { type OpenStore, type SeedResult, simulate } from "./simulate";

export interface PartInput {
  readonly from: number;
  readonly runs: number;
  /** Ends at the first seed that fails. */
  readonly stops: boolean;
}

/** What one process found out. */
export interface PartReport {
  readonly tried: number;
  readonly failed: readonly Pick<SeedResult, "seed" | "violations">[];
  readonly edits: number;
  readonly effects: number;
  readonly runs: number;
  readonly windowLosses: number;
  /** Edits in seeds in which something went wrong, of which it was checked that they are kept. */
  readonly weighed: number;
  readonly lost: number;
  readonly struck: Readonly<Record<string, number>>;
}

const input = JSON.parse(process.argv[2] ?? "{}") as PartInput;

async function work(): Promise<PartReport> {
  const stores = await openStores(JSON.parse(process.env.SIM_DATABASE ?? "null"));
  return liveThrough(stores.open).finally(stores.close);
}

async function liveThrough(open: OpenStore): Promise<PartReport> {
  const totals = { edits: 0, effects: 0, runs: 0, windowLosses: 0, lost: 0 };
  let weighed = 0;
  const failed: SeedResult[] = [];
  const struck: Record<string, number> = {};
  let tried = 0;
  for (let seed = input.from; seed < input.from + input.runs; seed += 1) {
    const result = await simulate(seed, open);
    tried += 1;
    for (const name of ["edits", "effects", "runs", "windowLosses", "lost"] as const)
      totals[name] += result[name];
    if (result.struck.size > 0) weighed += result.promised;
    for (const [fault, times] of result.struck) struck[fault] = (struck[fault] ?? 0) + times;
    if (result.violations.length === 0) continue;
    failed.push(result);
    if (input.stops) break;
  }
  return {
    ...totals,
    weighed,
    tried,
    failed: failed.map(({ seed, violations }) => ({ seed, violations })),
    struck,
  };
}

work().then(
  (report) => {
    process.send?.(report);
    process.disconnect?.();
  },
  (error) => {
    console.log(error);
    process.exitCode = 1;
  },
);
