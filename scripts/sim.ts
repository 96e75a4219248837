import path from "node:path";
import { benchDatabase } from "../bench/database";
import { runScript } from "./plain-error.mjs";
import { keepSeeds } from "./sim/corpus";
import { openStores, type SimDatabase } from "./sim/open-stores";
import { readOptions, type SimOptions } from "./sim/options";
import type { PartReport } from "./sim/part";
import { runParts } from "./sim/run-parts";
import { simulate } from "./sim/simulate";
import { tellFailures } from "./sim/tell-failures";
import { MOST_SEEDS, tryMutants } from "./sim/try-mutants";

const root = path.resolve(import.meta.dirname, "..");

runScript(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options.mutants || options.mutant !== null) return mutants(options.mutant);
  const work = options.replay ? replay : seeds;
  if (options.store === "memory") return work(options, null);
  const database = await benchDatabase();
  return work(options, database).finally(database.drop);
});

async function replay({ seed }: SimOptions, database: SimDatabase | null): Promise<number> {
  const stores = await openStores(database);
  const { trace, violations, traceHash } = await simulate(seed, stores.open, true).finally(stores.close);
  console.log(`${trace}\ntrace ${traceHash}`);
  for (const violation of violations) console.log(`VIOLATED: ${violation}`);
  return violations.length > 0 ? 1 : 0;
}

async function mutants(name: string | null): Promise<number> {
  const found = await tryMutants(root, name, ({ mutant, after, violation }) =>
    console.log(
      after === null
        ? `NOT FOUND within ${MOST_SEEDS} seeds: ${mutant.name}`
        : `found after ${String(after).padStart(3)} seeds: ${mutant.name} (${violation})`,
    ),
  );
  const missed = found.filter(({ after }) => after === null).length;
  console.log(`${found.length} planted bugs, ${found.length - missed} found`);
  return missed > 0 || found.length === 0 ? 1 : 0;
}

async function seeds(options: SimOptions, database: SimDatabase | null): Promise<number> {
  const { seed, runs, store, json, keep } = options;
  const workers = database === null ? options.workers : 1;
  const began = performance.now();
  const reports = await runParts({
    root,
    seed,
    runs,
    workers,
    stops: false,
    database,
    told: tellFailures(store),
  });
  const failed = reports.flatMap((report) => report.failed);
  if (keep && failed.length > 0)
    keepSeeds(failed.map((one) => ({ seed: one.seed, store, why: one.violations[0] ?? "" })));
  const total = (of: (report: PartReport) => number) => reports.reduce((sum, report) => sum + of(report), 0);
  const struck: Record<string, number> = {};
  for (const report of reports)
    for (const [fault, times] of Object.entries(report.struck)) struck[fault] = (struck[fault] ?? 0) + times;
  const summary = {
    ...{ seeds: total(({ tried }) => tried), failed: total(({ failed }) => failed.length) },
    ...{
      edits: total(({ edits }) => edits),
      effects: total(({ effects }) => effects),
      runs: total((one) => one.runs),
    },
    ...{ windowLosses: total(({ windowLosses }) => windowLosses), struck },
    seconds: Math.round((performance.now() - began) / 1000),
  };
  console.log(json ? JSON.stringify(summary) : words(summary));
  return summary.failed > 0 ? 1 : 0;
}

const words = ({
  struck,
  ...counts
}: { readonly struck: Readonly<Record<string, number>> } & Record<string, unknown>) =>
  [
    Object.entries(counts)
      .map(([name, value]) => `${value} ${name}`)
      .join(", "),
    `faults: ${Object.entries(struck)
      .sort(([, a], [, b]) => b - a)
      .map(([fault, times]) => `${fault} ${times}`)
      .join(", ")}`,
  ].join("\n");
