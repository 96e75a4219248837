import { readFileSync } from "node:fs";
import pg from "pg";
import { type Took, timed } from "./timing";

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

export interface TookOfBoth extends Took {
  /** On the processors of Postgres, for its connections that live to the end; null where it cannot be looked at. */
  readonly postgresSeconds: number | null;
}

/** What each connection's process has spent so far. Empty where there is no such file system, or Postgres runs elsewhere. */
export type BackendSeconds = ReadonlyMap<number, number>;

/**
 * Times work that a Postgres on this machine shares. On a busy machine the clock tells of the others; what both
 * processors spent stays nearly the same.
 */
export async function timedWithPostgres(url: string, work: () => unknown): Promise<TookOfBoth> {
  const before = await backendSeconds(url);
  const took = await timed(work);
  const after = await backendSeconds(url);
  return { ...took, postgresSeconds: after.size > 0 ? grownSeconds(before, after) : null };
}

export const grownSeconds = (before: BackendSeconds, after: BackendSeconds): number =>
  [...after].reduce((sum, [pid, seconds]) => sum + seconds - (before.get(pid) ?? 0), 0);

export async function backendSeconds(url: string): Promise<BackendSeconds> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    const spent = rows.map(({ pid }) => [pid, processorSeconds(pid)] as const);
    return new Map(spent.filter((one): one is [number, number] => one[1] !== null));
  } finally {
    await client.end();
  }
}

function processorSeconds(pid: number): number | null {
  try {
    const [name = "", rest = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    const [user, system] = rest.split(" ").slice(11, 13).map(Number);
    return name.includes("postgres") ? ((user ?? 0) + (system ?? 0)) / TICKS : null;
  } catch {
    return null;
  }
}
