import path from "node:path";
import { runPrisma } from "../scripts/migrate.mjs";
import { PlainError } from "../scripts/plain-error.mjs";
import { members } from "./data/members";
import { placeTable } from "./data/place";
import { benchDatabase } from "./database";
import { atLeast, type Figure, informative } from "./figure";
import { runPart } from "./part";
import type { ApplyInput, ApplyReport } from "./parts/apply";
import type { PrismaInput, PrismaReport } from "./parts/prisma";
import type { TookOfBoth } from "./postgres-cpu";

const PRISMA_UPSERTS = 2_000;
const PRISMA_CREATES = 20_000;

const root = path.resolve(import.meta.dirname, "..");

interface ApplyOptions {
  readonly rows: number;
  readonly signal: AbortSignal;
}

export const apply = { about: "compare-and-set writes to a Postgres table, against Prisma", run };

async function run({ rows, signal }: ApplyOptions): Promise<readonly Figure[]> {
  const client = await prismaClient();
  const { ownerUrl, environment, drop } = await benchDatabase();
  try {
    for (const table of ["member_of_apply", "member_of_prisma"]) await placeTable(ownerUrl, members, table);
    const input = { ownerUrl, dataset: "members", table: "member_of_apply", rows } as const;
    const ours = await runPart<ApplyInput, ApplyReport>("apply", input, { environment, signal });
    const asked = {
      ownerUrl,
      client,
      rows: Math.min(PRISMA_UPSERTS, rows),
      many: Math.min(PRISMA_CREATES, rows),
    };
    const theirs = await runPart<PrismaInput, PrismaReport>("prisma", asked, { signal });
    return figuresOf(ours, theirs);
  } finally {
    await drop();
  }
}

function figuresOf({ rows, create, update, remove }: ApplyReport, prisma: PrismaReport): Figure[] {
  const both = (2 * rows) / (create.seconds + update.seconds);
  const rowByRow = 2 / (1 / prisma.create + 1 / prisma.update);
  return [
    atLeast("apply to Postgres, creates and updates", both, [40_000, "rows/s"]),
    informative("creates", rows / create.seconds, "rows/s"),
    informative("updates of one cell", rows / update.seconds, "rows/s"),
    informative("deletes", rows / remove.seconds, "rows/s"),
    ...processors("creates", create, rows),
    ...processors("updates", update, rows),
    informative("Prisma upsert, row by row: creates", prisma.create, "rows/s"),
    informative("Prisma upsert, row by row: updates", prisma.update, "rows/s"),
    informative("Prisma $transaction of 500 upserts", prisma.transactions, "rows/s"),
    informative("Prisma createMany of 1,000", prisma.createMany, "rows/s"),
    atLeast("apply against Prisma, row by row", both / rowByRow, [70, "x"]),
    informative(
      "creates against createMany, which compares nothing",
      rows / create.seconds / prisma.createMany,
      "x",
    ),
  ];
}

const processors = (name: string, took: TookOfBoth, rows: number): Figure[] => [
  informative(`the worker's processor, per 1,000 ${name}`, (1e6 * took.cpuSeconds) / rows, "ms"),
  informative(`Postgres's, per 1,000 ${name}`, (1e6 * (took.postgresSeconds ?? Number.NaN)) / rows, "ms"),
];

/** Makes the client of bench/prisma/schema.prisma and answers its file. */
async function prismaClient(): Promise<string> {
  const schema = path.join(root, "bench/prisma/schema.prisma");
  const { code, output } = await runPrisma(["generate", "--schema", schema], undefined);
  if (code !== 0) throw new PlainError(`prisma generate failed:\n${output.trim()}`);
  return path.join(root, ".data/bench/prisma-client/client.ts");
}
