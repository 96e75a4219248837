import { closeControl } from "@/lib/db/control";
import { closeRows } from "@/lib/db/row-store";
import { type DatasetName, datasetOf } from "../data/datasets";
import { changeRows, tablesOf } from "../data/place";
import { makeRegistry } from "../data/registry";
import { type Pass, runPass } from "../data/run-pass";

export interface PassInput {
  readonly ownerUrl: string;
  readonly dataset: DatasetName;
  readonly sides: number;
}

export interface PassReport {
  readonly first: Pass;
  readonly changed: Pass;
  /** Nothing has changed since the one before. */
  readonly idle: Pass;
  /** Resident memory in MB: before the first pass, and at its highest. */
  readonly memoryBefore: number;
  readonly memoryPeak: number;
}

const MB = 1024 ** 2;

/** Whole passes as a worker makes them, in a process that has never held the rows otherwise. */
export async function measure({ ownerUrl, dataset: name, sides }: PassInput): Promise<PassReport> {
  const dataset = datasetOf(name);
  const registry = await makeRegistry(ownerUrl, dataset, tablesOf(sides));
  const memoryBefore = process.memoryUsage.rss() / MB;
  const first = await runPass(registry);
  await changeRows(ownerUrl, dataset);
  const changed = await runPass(registry);
  const idle = await runPass(registry);
  const memoryPeak = (process.resourceUsage().maxRSS * 1024) / MB;
  await Promise.all([closeRows(), closeControl()]);
  return { first, changed, idle, memoryBefore, memoryPeak };
}
