import "server-only";
import { Pool, type PoolClient, types } from "pg";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import { appendEntries } from "@/lib/ledger/append";
import type { Entry } from "@/lib/ledger/envelope";
import { withoutUnstorable } from "./unstorable-text";

const shared = globalThis as unknown as { chittysyncRows?: Pool };

const INT8 = 20;
const DATE_TYPES = new Set([1082, 1114, 1184]);

/** Counts come as numbers; times stay text where a caller asks for text. */
const parsers = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    if (oid === INT8) return (text: string) => Number(text);
    if (DATE_TYPES.has(oid)) return (text: string) => new Date(text);
    return types.getTypeParser(oid, format as "text");
  },
};

function pool(): Pool {
  if (!shared.chittysyncRows) {
    shared.chittysyncRows = new Pool({
      connectionString: env().DATABASE_URL,
      max: 8,
      types: parsers as never,
    });
    // A connection that breaks, idle or in use, is replaced; the next query finds out by itself. The pool listens to
    // idle ones only, and an error that nobody listens to ends the process.
    shared.chittysyncRows.on("error", () => {});
    shared.chittysyncRows.on("connect", (client) => client.on("error", () => {}));
  }
  return shared.chittysyncRows;
}

/** One connection inside one transaction, scoped to one organization. */
export type RowClient = PoolClient;

/**
 * Row data of one organization, in one transaction on a connection that can COPY. Rows never pass through Prisma:
 * COPY is some hundred times faster. Work that catches a statement's error cannot save the transaction: it throws.
 */
export async function withRows<T>(
  organizationId: string,
  work: (client: RowClient) => Promise<T>,
): Promise<T> {
  if (!isUuid(organizationId)) throw new TypeError("withRows takes an organization's uuid");
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    await client.query("select set_config('app.org', $1, true)", [organizationId]);
    const result = await work(client);
    // Of a transaction that an error has broken, Postgres takes a commit for a rollback, without an error.
    const { command } = await client.query("commit");
    if (command !== "COMMIT")
      throw new AppError("internal", "A failed statement undid the whole transaction.");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw withoutUnstorable(error);
  } finally {
    client.release(broken);
  }
}

/** When the client's transaction began, as Postgres writes it: what its rows are stamped with. */
export async function transactionTime(client: RowClient): Promise<string> {
  const { rows } = await client.query<{ at: string }>("select now()::text as at");
  return rows[0]?.at ?? "infinity";
}

/** Appends to the organization's ledger in the same transaction; the last thing a unit of work does. */
export const recordRows = (client: RowClient, entries: readonly Entry[], at: Date): Promise<void> =>
  appendEntries((text, values) => client.query(text, [...values]), entries, at);

export const closeRows = async (): Promise<void> => {
  await shared.chittysyncRows?.end();
  delete shared.chittysyncRows;
};
