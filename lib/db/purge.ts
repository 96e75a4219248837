import "server-only";
import type { RowClient } from "./row-store";

/** A table that holds rows of organizations, and those that its foreign keys point into. */
export interface OwnedTable {
  readonly name: string;
  readonly refersTo: readonly string[];
}

/** Removed by a function: nobody may delete from it otherwise. */
const HISTORY = "rows.row_version";

/**
 * Every table that holds rows of organizations, the organization's own aside, as the catalogue of the database knows them:
 * one that is added later is emptied too. The ledger is none: it keeps its leaves.
 */
export async function ownedTables(client: RowClient): Promise<OwnedTable[]> {
  const { rows } = await client.query<OwnedTable>(
    `select n.nspname || '.' || c.relname as name,
            array(select distinct f.confrelid::regclass::text from pg_constraint f
                   where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as "refersTo"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'rows') and c.relkind = 'r' and c.relrowsecurity
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id')
      order by 1`,
  );
  const whole = (name: string): string => (name.includes(".") ? name : `public.${name}`);
  return rows.map(({ name, refersTo }) => ({ name, refersTo: refersTo.map(whole) }));
}

/** Begins the removal of an organization whose grace is over, with its certificate, once. False: it is not to be removed. */
export async function beginPurge(client: RowClient, now: Date): Promise<boolean> {
  const { rowCount } = await client.query(
    `update public.organization set purging_since = coalesce(purging_since, $1)
      where id = current_setting('app.org')::uuid and purge_at <= $1`,
    [now],
  );
  if (rowCount !== 1) return false;
  await client.query("select resolve.begin_certificate()");
  return true;
}

/** Removes up to `limit` rows of the organization from a table and counts them in its certificate; answers how many. */
export async function removeRows(client: RowClient, table: string, limit: number): Promise<number> {
  const removed =
    table === HISTORY ? await removeVersions(client, limit) : await remove(client, table, limit);
  if (removed > 0) await noteRemoved(client, table, removed);
  return removed;
}

async function removeVersions(client: RowClient, limit: number): Promise<number> {
  const { rows } = await client.query<{ gone: number }>("select rows.purge_versions($1) as gone", [limit]);
  return rows[0]?.gone ?? 0;
}

/** `table` is a name of the catalogue. */
async function remove(client: RowClient, table: string, limit: number): Promise<number> {
  const { rowCount } = await client.query(
    `delete from ${table} where ctid = any(array(
       select o.ctid from ${table} o where o.organization_id = current_setting('app.org')::uuid limit $1))`,
    [limit],
  );
  return rowCount ?? 0;
}

const noteRemoved = (client: RowClient, table: string, rows: number) =>
  client.query("select resolve.note_removed($1, $2)", [table, rows]);

/** How the certificate counts entries of the ledger whose payload was erased. */
export const ERASED = "ledger.entry";

/** Erases the payloads of the next entries of the organization's ledger; answers how many it went over. */
export async function erasePayloads(client: RowClient, limit: number): Promise<number> {
  const { rows } = await client.query<{ erased: number }>(
    `select ledger.erase_payloads(coalesce((c.removed ->> $1)::bigint, 0), $2) as erased
       from resolve.deletion_certificate(current_setting('app.org')::uuid) c`,
    [ERASED, limit],
  );
  const erased = rows[0]?.erased ?? 0;
  if (erased > 0) await noteRemoved(client, ERASED, erased);
  return erased;
}

export interface LedgerHead {
  readonly log: string;
  readonly size: number;
}

export async function ledgerHead(client: RowClient): Promise<LedgerHead | null> {
  const { rows } = await client.query<LedgerHead>(
    "select id as log, size from ledger.log where organization_id = current_setting('app.org')::uuid",
  );
  return rows[0] ?? null;
}

/** The leaf hashes of the organization's ledger from `from` on. */
export async function leafHashes(client: RowClient, from: number, limit: number): Promise<Buffer[]> {
  const { rows } = await client.query<{ hash: Buffer }>(
    `select leaf_hash as hash from ledger.entry where organization_id = current_setting('app.org')::uuid
        and seq >= $1 order by seq limit $2`,
    [from, limit],
  );
  return rows.map(({ hash }) => hash);
}

/** Payloads that are still there. */
export async function payloadsLeft(client: RowClient): Promise<number> {
  const { rows } = await client.query<{ left: number }>(
    `select count(*) as left from ledger.entry where organization_id = current_setting('app.org')::uuid
        and (payload is not null or salt is not null)`,
  );
  return rows[0]?.left ?? 0;
}

/** Removes the organization itself, which is the last of it; answers false where it was gone. */
export async function removeOrganization(client: RowClient): Promise<boolean> {
  const { rowCount } = await client.query(
    "delete from public.organization where id = current_setting('app.org')::uuid",
  );
  if (rowCount === 1) await noteRemoved(client, "public.organization", 1);
  return rowCount === 1;
}
