import type pg from "pg";

/** What changes because somebody was here, whatever he asked: when a key or a session was last used, and counted calls. */
const NOTED = ["last_used_at", "seen_at"];
const COUNTED = [
  "public.rate_bucket",
  "public.provider_bucket",
  "public.status_sample",
  // Failed ways in, by minute and reason, of the organization whose provider they failed at: who knocks is not known.
  "public.sign_in_failure",
];

/** A sum of every row of every table, by table. `client` must see past row-level security. */
export async function checksums(client: pg.Client): Promise<Map<string, string>> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
  );
  const sums = new Map<string, string>();
  for (const { name } of tables.filter((table) => !COUNTED.includes(table.name))) {
    const { rows } = await client.query<{ sum: string }>(
      `select count(*) || ' rows ' || coalesce(md5(string_agg(line, '' order by line)), '') as sum
         from (select md5((to_jsonb(t) - $1::text[])::text) as line from ${name} t) lines`,
      [NOTED],
    );
    sums.set(name, rows[0]?.sum ?? "");
  }
  return sums;
}

/** The tables whose rows are no longer what they were. */
export const changedTables = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
