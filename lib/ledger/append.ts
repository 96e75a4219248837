import { type Entry, prepareEntries } from "./envelope";

/** Runs one statement in the caller's transaction; both Prisma's and pg's connections offer it. */
export type RunSql = (text: string, values: readonly unknown[]) => Promise<unknown>;

/** Entries per statement: enough to be cheap, few enough that a commit's payloads are not all in memory twice. */
const AT_ONCE = 500;

/**
 * Appends entries in the transaction of `run`, which must be scoped to the organization. Call it last: it locks
 * the head of the organization's log until the transaction ends, and never hold that lock across network I/O.
 */
export async function appendEntries(run: RunSql, entries: readonly Entry[], occurredAt: Date): Promise<void> {
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const prepared = prepareEntries(entries.slice(from, from + AT_ONCE), occurredAt);
    await run("select ledger.append($1::jsonb)", [JSON.stringify(prepared)]);
  }
}
