import { type BenchDatabase, benchDatabase } from "./database";
import { atLeast, type Figure, informative, median } from "./figure";
import { runPart } from "./part";
import type { StagingInput, StagingReport } from "./parts/staging";

interface StagingOptions {
  readonly rows: number;
  readonly signal: AbortSignal;
}

export const staging = { about: "records hashed and staged by COPY, against a bare COPY", run };

async function run({ rows, signal }: StagingOptions): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  try {
    return await stagingFigures(database, { dataset: "members", rows, signal });
  } finally {
    await database.drop();
  }
}

export async function stagingFigures(
  { environment }: BenchDatabase,
  { dataset, rows, signal }: StagingInput & { readonly signal: AbortSignal },
): Promise<Figure[]> {
  const options = { environment, signal };
  const report = await runPart<StagingInput, StagingReport>("staging", { dataset, rows }, options);
  const seconds = median(report.staged.map((took) => took.seconds));
  const cpu = median(report.staged.map((took) => took.cpuSeconds));
  const bare = median(report.copied.map((took) => took.seconds));
  const ofPostgres = (took: StagingReport["staged"]) =>
    median(took.map((one) => one.postgresSeconds ?? Number.NaN));
  return [
    atLeast(`staging of ${dataset} (hash, COPY), per core of the worker`, report.rows / cpu, [
      100_000,
      "rows/s",
    ]),
    informative(
      "Postgres's processor, per 1,000 rows",
      (1e6 * ofPostgres(report.staged)) / report.rows,
      "ms",
    ),
    informative("the same for the bare table", (1e6 * ofPostgres(report.copied)) / report.rows, "ms"),
    informative("staging by the clock, Postgres included", report.rows / seconds, "rows/s"),
    informative("the same rows hashed and copied into a bare table", report.rows / bare, "rows/s"),
    informative("staging against the bare table", seconds / bare, "x its time"),
  ];
}
