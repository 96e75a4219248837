import path from "node:path";
import { runPrisma } from "../scripts/migrate.mjs";
import { PlainError } from "../scripts/plain-error.mjs";
import { placeCities } from "./cities/source";
import type { DaffInput, DaffReport } from "./cities-daff";
import type { EngineInput, EngineReport } from "./cities-engine";
import type { Pass, PassInput, PassReport } from "./cities-pass";
import type { PrismaInput, PrismaReport } from "./cities-prisma";
import { benchDatabase } from "./database";
import { atLeast, atMost, type Figure, informative, median } from "./figure";
import { runPart } from "./part";

const COMPARED_WITH_DAFF = 10_000;
const PRISMA_UPSERTS = 2_000;

/** The heap that the worker is given, as an installation would: left alone, V8 lets garbage lie while memory is free. */
const HEAP_MB = 128;
const WORKER_FLAGS = [`--max-old-space-size=${HEAP_MB}`, "--max-semi-space-size=4"];

const root = path.resolve(import.meta.dirname, "..");

export interface CitiesOptions {
  readonly rows: number;
  readonly sides: number;
  readonly signal: AbortSignal;
}

export const cities = { about: "real cities through engine and Postgres, against daff and Prisma", run };

async function run({ rows, sides, signal }: CitiesOptions): Promise<readonly Figure[]> {
  const client = await prismaClient();
  const database = await benchDatabase();
  const { ownerUrl, environment } = database;
  const part = <T>(file: string, input: object, flags: readonly string[] = []) => {
    console.error(`  ${file.replace(/[.]ts$/, "")} ...`);
    return runPart<T>(file, input, { environment, flags, signal });
  };
  try {
    const placed = await placeCities(ownerUrl, rows);
    const engine = await part<EngineReport>("cities-engine.ts", {
      ownerUrl,
      rows: placed,
      compared: COMPARED_WITH_DAFF,
    } satisfies EngineInput);
    const prisma = await part<PrismaReport>("cities-prisma.ts", {
      ownerUrl,
      client,
      rows: Math.min(PRISMA_UPSERTS, placed >> 1),
    } satisfies PrismaInput);
    const daff = await part<DaffReport>("cities-daff.ts", {
      rows: Math.min(COMPARED_WITH_DAFF, placed),
    } satisfies DaffInput);
    const pass = await part<PassReport>(
      "cities-pass.ts",
      { ownerUrl, sides } satisfies PassInput,
      WORKER_FLAGS,
    );
    return [...partFigures(engine, prisma, daff), ...passFigures(pass, sides)];
  } finally {
    await database.drop();
  }
}

function partFigures(engine: EngineReport, prisma: PrismaReport, daff: DaffReport): Figure[] {
  const stageCpu = median(engine.stage.map((took) => took.cpuSeconds));
  const stageWall = median(engine.stage.map((took) => took.seconds));
  const merge = median(engine.merge.map((took) => took.seconds));
  const compared = median(engine.comparedMerge.map((took) => took.seconds));
  const ours = engine.create.seconds + engine.update.seconds;
  const theirs = prisma.createSeconds + prisma.updateSeconds;
  return [
    atLeast("staging (hash, COPY), per core of the worker", engine.rows / stageCpu, [80_000, "rows/s"]),
    informative("staging by the clock, Postgres included", engine.rows / stageWall, "rows/s"),
    informative("three-way merge", engine.rows / merge, "rows/s"),
    informative("apply to Postgres, compare and set: creates", 1 / engine.create.seconds, "rows/s"),
    informative("apply to Postgres, compare and set: updates", 1 / engine.update.seconds, "rows/s"),
    informative("Prisma upserts, row by row: creates", 1 / prisma.createSeconds, "rows/s"),
    informative("Prisma upserts, row by row: updates", 1 / prisma.updateSeconds, "rows/s"),
    atLeast("merge against daff, 10,000 rows", median(daff.seconds) / compared, [50, "x"]),
    atLeast("apply against row-by-row Prisma upserts", theirs / ours, [70, "x"]),
  ];
}

function passFigures({ first, changed, memoryBefore, memoryPeak }: PassReport, sides: number): Figure[] {
  const operations = first.counts.create + first.counts.update + first.counts.delete;
  const applied = operations / (first.phases.apply ?? Number.NaN);
  return [
    informative(`first pass, ${sides} sides`, first.seconds, "s"),
    ...phaseFigures("first pass", first),
    informative("first pass: apply with intent, base, history and ledger", applied, "rows/s"),
    informative("pass with 6 % changed rows", changed.seconds, "s"),
    ...phaseFigures("pass with 6 % changed rows", changed),
    informative(`worker's memory before the passes (heap of ${HEAP_MB} MB)`, memoryBefore, "MB"),
    atMost(`worker's peak memory during the passes (heap of ${HEAP_MB} MB)`, memoryPeak, [256, "MB"]),
  ];
}

const phaseFigures = (name: string, pass: Pass): Figure[] =>
  Object.entries(pass.phases).map(([phase, seconds]) => informative(`${name}: ${phase}`, seconds, "s"));

/** Makes the client of bench/prisma/schema.prisma and answers its file. */
async function prismaClient(): Promise<string> {
  const schema = path.join(root, "bench/prisma/schema.prisma");
  const { code, output } = await runPrisma(["generate", "--schema", schema], undefined);
  if (code !== 0) throw new PlainError(`prisma generate failed:\n${output.trim()}`);
  return path.join(root, ".data/bench/prisma-client/client.ts");
}
