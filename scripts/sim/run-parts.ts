import { spawn } from "node:child_process";
import path from "node:path";
import { typescriptFlags } from "../bootstrap/node.mjs";
import type { SimDatabase } from "./open-stores";
import type { PartInput, PartReport } from "./part";

/** Seeds that one process takes before it is replaced by a fresh one. */
const MOST_SEEDS = 500;

export interface Trying {
  /** The repository, or a copy of it. */
  readonly root: string;
  readonly seed: number;
  readonly runs: number;
  readonly workers: number;
  readonly stops: boolean;
  /** Null = in memory. A database is for one worker: a crash of it is everybody's. */
  readonly database: SimDatabase | null;
  /** Told after each part. */
  readonly told?: (report: PartReport) => void;
}

/** Tries the seeds in processes side by side; answers what they found, in the order of the seeds. */
export async function runParts(trying: Trying): Promise<readonly PartReport[]> {
  const { seed, runs, workers, stops, told } = trying;
  const waiting: PartInput[] = [];
  for (let from = seed; from < seed + runs; from += MOST_SEEDS)
    waiting.push({ from, runs: Math.min(MOST_SEEDS, seed + runs - from), stops });
  const reports = new Map<number, PartReport>();
  let isOver = false;
  const worker = async () => {
    for (let part = waiting.shift(); part && !isOver; part = waiting.shift()) {
      const report = await runPart(trying, part);
      reports.set(part.from, report);
      told?.(report);
      if (stops && report.failed.length > 0) isOver = true;
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return [...reports].sort(([a], [b]) => a - b).map(([, report]) => report);
}

/** What the product logs of the failures that it is dealt is not wanted here. */
function runPart({ root, database }: Trying, input: PartInput): Promise<PartReport> {
  const program = path.join(root, "scripts/sim/part.ts");
  const child = spawn(process.execPath, [...typescriptFlags(), program, JSON.stringify(input)], {
    cwd: root,
    // By the environment: it has passwords, which arguments would show.
    env: { ...process.env, SIM_DATABASE: JSON.stringify(database) },
    stdio: ["ignore", "inherit", "ignore", "ipc"],
  });
  return new Promise((resolve, reject) => {
    let report: PartReport | null = null;
    child.on("message", (message) => {
      report = message as PartReport;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (report) resolve(report);
      else reject(new Error(`the seeds from ${input.from} on ended with code ${code} and no answer`));
    });
  });
}
