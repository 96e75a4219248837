import path from "node:path";
import { allFaults, sampleFaults } from "./crash-matrix/cases";
import type { MatrixServer } from "./crash-matrix/databases";
import { type Call, type Fault, faultWords } from "./crash-matrix/fault";
import { type MatrixOptions, readOptions } from "./crash-matrix/options";
import { runCase, traceReference } from "./crash-matrix/run-case";
import { openScene, type Scene } from "./crash-matrix/scene";
import { migrate } from "./migrate.mjs";
import { PlainError, runScript } from "./plain-error.mjs";
import { ensureDatabase, urlWithDatabase } from "./postgres/roles.mjs";
import { startPostgres } from "./postgres.mjs";

/** Progress is told this often. */
const EVERY = 20;

/**
 * The crash matrix: one reference run, and for each of its calls to a database or a provider and each way in which
 * that call can go wrong the same run again with that one fault, carried on or given up, healed and held against what
 * must be true of it. Exit code 1 where something is not.
 */
runScript(async () => {
  const options = readOptions(process.argv.slice(2));
  const say = options.json ? console.error : console.log;
  const running = await startPostgres({
    directory: path.resolve(import.meta.dirname, "../.data/crash-matrix"),
    database: "postgres",
    durable: false,
  });
  try {
    const scene = await openScene(serverOf(running));
    try {
      return await runMatrix(scene, options, say);
    } finally {
      await scene.close();
    }
  } finally {
    await running.stop();
  }
});

function serverOf(running: Awaited<ReturnType<typeof startPostgres>>): MatrixServer {
  const { adminUrl, migrateUrl: ownerUrl, databaseUrl: appUrl } = running;
  if (adminUrl === undefined) throw new Error("the matrix runs on a server of its own");
  return {
    adminUrl,
    ownerUrl,
    appUrl,
    migrate: async (name) => {
      await ensureDatabase(adminUrl, name);
      await migrate(urlWithDatabase(ownerUrl, name));
    },
  };
}

async function runMatrix(scene: Scene, options: MatrixOptions, say: (line: string) => void): Promise<number> {
  const { trace, problems } = await traceReference(scene);
  if (problems.length > 0)
    throw new PlainError(`the reference run without any fault is not right:\n${problems.join("\n")}`);
  const faults = chosenFaults(trace, options);
  say(`${trace.length} calls (${partsOf(trace)}), ${faults.length} runs`);
  const started = performance.now();
  let [violations, strayed] = [0, 0];
  for (const [at, fault] of faults.entries()) {
    const result = await runCase(scene, fault, options.idleRuns);
    if (!isSamePath(result.trace, trace, fault.index)) strayed += 1;
    if (options.json)
      console.log(JSON.stringify({ ...fault, call: trace[fault.index - 1], problems: result.problems }));
    if (result.problems.length > 0) {
      violations += 1;
      for (const line of violationLines(fault, trace, result.problems)) say(line);
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    if ((at + 1) % EVERY === 0)
      say(`${at + 1} of ${faults.length} runs, ${violations} violations, ${seconds} s`);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  say(`${trace.length} calls, ${faults.length} runs, ${violations} violations in ${seconds} s`);
  if (strayed > 0) say(`${strayed} runs did not make the reference run's calls up to their fault`);
  return violations > 0 ? 1 : 0;
}

function chosenFaults(trace: readonly Call[], options: MatrixOptions): Fault[] {
  const { from, to, modes, parties, sample } = options;
  const isChosen = ({ index }: Fault) => {
    const party = trace[index - 1]?.party;
    return index >= from && index <= to && party !== undefined && parties.includes(party);
  };
  const faults = allFaults(trace, modes).filter(isChosen);
  return sample ? sampleFaults(faults, trace, sample) : faults;
}

function partsOf(trace: readonly Call[]): string {
  const WORDS = { ours: "our database", theirs: "the customer's", notion: "Notion", google: "Google" };
  const groups = Map.groupBy(trace, ({ party }) => party);
  return [...groups].map(([party, calls]) => `${calls.length} ${WORDS[party]}`).join(", ");
}

/** Whether the worker came to its fault by the calls that the reference run made. */
const isSamePath = (calls: readonly Call[], trace: readonly Call[], index: number): boolean =>
  trace
    .slice(0, index)
    .every(({ party, name }, at) => calls[at]?.party === party && calls[at]?.name === name);

function violationLines(fault: Fault, trace: readonly Call[], problems: readonly string[]): string[] {
  const call = trace[fault.index - 1];
  const { index, mode } = fault;
  return [
    `VIOLATION ${faultWords(fault)}: ${call?.party} ${call?.name}`,
    ...problems.map((problem) => `  ${problem}`),
    `  replay: npm run crash-matrix -- --from ${index} --to ${index} --mode ${mode}`,
  ];
}
