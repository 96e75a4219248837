import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Cells } from "@/lib/engine/value";
import { members } from "../data/members";
import { timed } from "../timing";

export interface PrismaInput {
  readonly ownerUrl: string;
  /** The client generated from bench/prisma/schema.prisma. */
  readonly client: string;
  /** Upserts, one after the other and in transactions. */
  readonly rows: number;
  /** Rows given to createMany. */
  readonly many: number;
}

/** Rows a second. */
export interface PrismaReport {
  readonly create: number;
  readonly update: number;
  readonly transactions: number;
  readonly createMany: number;
}

type Row = Readonly<Record<string, unknown>>;

/** What of the generated client is used. */
interface MemberClient {
  readonly member: {
    upsert(ask: { where: { code: unknown }; create: Row; update: Row }): Promise<unknown>;
    createMany(ask: { data: readonly Row[] }): Promise<unknown>;
    deleteMany(): Promise<unknown>;
  };
  $transaction(work: readonly Promise<unknown>[]): Promise<unknown>;
  $disconnect(): Promise<void>;
}

type ClientModule = { PrismaClient: new (options: { adapter: PrismaPg }) => MemberClient };

const WARM_UP = 50;
const PER_TRANSACTION = 500;
const PER_CREATE = 1_000;

/** The same rows written as code without a sync engine writes them, in the three ways that Prisma has. */
export async function measure({ ownerUrl, client, rows, many }: PrismaInput): Promise<PrismaReport> {
  const { PrismaClient } = (await import(pathToFileURL(client).href)) as ClientModule;
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: ownerUrl }) });
  const all = [...(await members.rows(Math.max(rows + WARM_UP, many)))].map(rowOf);
  await upsertAll(prisma, all.slice(rows, rows + WARM_UP));
  const measured = all.slice(0, rows);
  const rate = async (count: number, work: () => Promise<void>) => count / (await timed(work)).seconds;
  const create = await rate(rows, () => upsertAll(prisma, measured));
  const edited = measured.map((row) => ({ ...row, visits: Number(row.visits) + 1 }));
  const update = await rate(rows, () => upsertAll(prisma, edited));
  const transactions = await rate(rows, () => upsertInTransactions(prisma, measured));
  await prisma.member.deleteMany();
  const createMany = await rate(many, () => createBatches(prisma, all.slice(0, many)));
  await prisma.$disconnect();
  return { create, update, transactions, createMany };
}

const rowOf = (cells: Cells): Row => ({
  ...cells,
  visits: Number(cells.visits),
  tags: cells.tags ?? [],
  since: new Date(String(cells.since)),
  seen: new Date(String(cells.seen)),
});

const upsert = ({ member }: MemberClient, row: Row) =>
  member.upsert({ where: { code: row.code }, create: row, update: row });

async function upsertAll(prisma: MemberClient, rows: readonly Row[]): Promise<void> {
  for (const row of rows) await upsert(prisma, row);
}

async function upsertInTransactions(prisma: MemberClient, rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += PER_TRANSACTION) {
    const part = rows.slice(from, from + PER_TRANSACTION);
    await prisma.$transaction(part.map((row) => upsert(prisma, row)));
  }
}

async function createBatches(prisma: MemberClient, rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += PER_CREATE)
    await prisma.member.createMany({ data: rows.slice(from, from + PER_CREATE) });
}
