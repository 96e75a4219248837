import type { DatasetName } from "./data/datasets";
import { members } from "./data/members";
import { type Layout, placeRows } from "./data/place";
import type { Pass } from "./data/run-pass";
import { type BenchDatabase, benchDatabase } from "./database";
import { atMost, type Figure, informative } from "./figure";
import { runPart } from "./part";
import type { PassInput, PassReport } from "./parts/pass";

/** As a small installation would run it: left alone, V8 and the C library let garbage lie while memory is free. */
const HEAP_MB = 56;
const WORKER_FLAGS = [`--max-old-space-size=${HEAP_MB}`, "--max-semi-space-size=4"];
const WORKER_ENVIRONMENT = { MALLOC_ARENA_MAX: "1" };

/** From everything staged to the base moved on. */
const FROM_STAGED = ["seal", "plan", "brake", "apply"];

const MILLION = 1_000_000;

export interface PassOptions {
  readonly rows: number;
  readonly sides: number;
  readonly signal: AbortSignal;
}

export const pass = { about: "whole passes over Postgres tables of 12 columns, phase by phase", run };

async function run({ rows, sides, signal }: PassOptions): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  try {
    await placeRows(database.ownerUrl, members, { rows, layout: "equal" });
    const report = await passPart(database, { dataset: "members", sides, signal });
    return passFigures(report, { rows, sides, layout: "equal" });
  } finally {
    await database.drop();
  }
}

/** The passes over the tables that were placed, in a worker's process. */
export function passPart(
  { ownerUrl, environment }: BenchDatabase,
  {
    dataset,
    sides,
    signal,
  }: { readonly dataset: DatasetName; readonly sides: number; readonly signal: AbortSignal },
): Promise<PassReport> {
  const options = {
    environment: { ...environment, ...WORKER_ENVIRONMENT },
    flags: WORKER_FLAGS,
    isBundled: true,
    signal,
  };
  return runPart<PassInput, PassReport>("pass", { ownerUrl, dataset, sides }, options);
}

/** Times are goals for a million rows only; memory is one for any number. */
export function passFigures(
  { first, changed, idle, memoryBefore, memoryPeak }: PassReport,
  { rows, sides, layout }: { readonly rows: number; readonly sides: number; readonly layout: Layout },
): Figure[] {
  const spent = FROM_STAGED.flatMap((phase) => changed.phases[phase] ?? []);
  const fromStaged = spent.reduce((sum, { seconds }) => sum + seconds, 0);
  const onProcessors = spent.reduce((sum, one) => sum + one.cpuSeconds + one.postgresSeconds, 0);
  const name = `${rows.toLocaleString("en-US")} x ${sides}`;
  const staged = `${name}: from staged to base advanced, 6 % changed`;
  return [
    rows >= MILLION ? atMost(staged, fromStaged, [8, "s"]) : informative(staged, fromStaged, "s"),
    informative(`${staged}: on the processors`, onProcessors, "s"),
    atMost(`worker's peak memory (heap of ${HEAP_MB} MB)`, memoryPeak, [160, "MB"]),
    informative("worker's memory before the passes", memoryBefore, "MB"),
    ...onePass(`first pass, ${layout} sides`, first),
    ...onePass("pass with 6 % changed rows", changed),
    ...onePass("pass without changes", idle),
  ];
}

const onePass = (name: string, { took, phases, counts }: Pass): Figure[] => [
  informative(name, took.seconds, "s"),
  informative(`${name}: the worker's processor`, took.cpuSeconds, "s"),
  informative(`${name}: Postgres's processor`, took.postgresSeconds ?? Number.NaN, "s"),
  ...Object.entries(phases).flatMap(([phase, cost]) => [
    informative(`${name}: ${phase}`, cost.seconds, "s"),
    informative(`${name}: ${phase}, the worker's processor`, cost.cpuSeconds, "s"),
    informative(`${name}: ${phase}, Postgres's processor`, cost.postgresSeconds, "s"),
  ]),
  informative(`${name}: operations`, counts.create + counts.update + counts.delete, ""),
];
