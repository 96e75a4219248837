import { readFileSync } from "node:fs";
import pg from "pg";
import { type Took, timed } from "./timing";

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

export interface TookOfBoth extends Took {
  /** On the processors of Postgres, for its connections that live to the end; null where it cannot be looked at. */
  readonly postgresSeconds: number | null;
}

/**
 * Times work that a Postgres on this machine shares. On a busy machine the clock tells of the others; what both
 * processors spent stays nearly the same.
 */
export async function timedWithPostgres(url: string, work: () => unknown): Promise<TookOfBoth> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const before = await secondsByBackend(client);
    const took = await timed(work);
    const after = await secondsByBackend(client);
    const spent = [...after].map(([pid, seconds]) => seconds - (before.get(pid) ?? 0));
    return { ...took, postgresSeconds: after.size > 0 ? spent.reduce((sum, one) => sum + one, 0) : null };
  } finally {
    await client.end();
  }
}

/** Empty where there is no such file system, or Postgres runs elsewhere. */
async function secondsByBackend(client: pg.Client): Promise<Map<number, number>> {
  const { rows } = await client.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  const found = new Map<number, number>();
  for (const { pid } of rows) {
    const seconds = processorSeconds(pid);
    if (seconds !== null) found.set(pid, seconds);
  }
  return found;
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
