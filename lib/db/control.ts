import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/env";
import { isUuid } from "@/lib/ids";
import { appendEntries } from "@/lib/ledger/append";
import type { Entry } from "@/lib/ledger/envelope";
import { type Prisma, PrismaClient } from "./generated/client";
import { withoutUnstorable } from "./unstorable-text";

// One client per process, also across the module reloads of development.
const shared = globalThis as unknown as { chittysyncPrisma?: PrismaClient };

function client(): PrismaClient {
  shared.chittysyncPrisma ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().DATABASE_URL, max: 10 }),
  });
  return shared.chittysyncPrisma;
}

/** The control plane within one organization, in one transaction. */
export type Scoped = Prisma.TransactionClient;

/**
 * The only way to the control plane's tenant tables: one transaction whose organization is set for it alone, so
 * that row-level security answers for it. Errors roll all of it back, and so does one that lasts longer than `timeout` ms.
 */
export function withOrg<T>(
  organizationId: string,
  work: (db: Scoped) => Promise<T>,
  timeout = 20_000,
): Promise<T> {
  if (!isUuid(organizationId)) throw new TypeError("withOrg takes an organization's uuid");
  return client()
    .$transaction(
      async (db) => {
        await db.$executeRaw`select set_config('app.org', ${organizationId}, true)`;
        return work(db);
      },
      { maxWait: 10_000, timeout },
    )
    .catch(refuse);
}

const refuse = (thrown: unknown): never => {
  throw withoutUnstorable(thrown);
};

/** Appends to the organization's ledger in the same transaction; the last thing a unit of work does. */
export const record = (db: Scoped, entries: readonly Entry[], at: Date): Promise<void> =>
  appendEntries((text, values) => db.$executeRawUnsafe(text, ...values), entries, at);

/** Functions of the schema `resolve`, which look before the organization is known. */
export const resolver = (): Resolver => resolve;

export interface Resolver {
  $queryRaw<Rows>(query: TemplateStringsArray, ...values: unknown[]): Promise<Rows>;
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): Promise<number>;
}

const resolve: Resolver = {
  $queryRaw: (query, ...values) =>
    client()
      .$queryRaw(query, ...values)
      .catch(refuse) as Promise<never>,
  $executeRaw: (query, ...values) =>
    client()
      .$executeRaw(query, ...values)
      .catch(refuse),
};

export const closeControl = async (): Promise<void> => {
  await shared.chittysyncPrisma?.$disconnect();
  delete shared.chittysyncPrisma;
};
