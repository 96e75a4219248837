import pg from "pg";
import { uuidOf } from "@/lib/ids";

/** A connection to ChittySync's own database as its owner, seeing one organization. The caller ends it. */
export async function ownerClient(databaseUrl: string, org: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => {});
  await client.connect();
  await client.query("select set_config('app.org', $1, false)", [uuidOf("org", org)]);
  return client;
}

/** What is wrong with the organization's log, in sentences: it must have every number from 0 up to its size. */
export async function ledgerProblems(databaseUrl: string, org: string): Promise<string[]> {
  const client = await ownerClient(databaseUrl, org);
  try {
    const { rows } = await client.query<{ entries: number; next: number; size: number }>(
      `select count(*)::int as entries, (coalesce(max(seq), -1) + 1)::int as next,
              (select size::int from ledger.log) as size from ledger.entry`,
    );
    const [{ entries, next, size } = { entries: 0, next: 0, size: 0 }] = rows;
    if (entries > 0 && entries === next && next === size) return [];
    return [`the ledger has ${entries} entries, the next number ${next} and the size ${size}`];
  } finally {
    await client.end();
  }
}
