import "server-only";
import { Client } from "pg";
import { env } from "@/lib/env";

/** What of a database role would let it past row-level security. */
export interface RoleRights {
  readonly isSuperuser: boolean;
  /** By itself, or as a member of a role that may. */
  readonly bypassesRowSecurity: boolean;
  /** An owner may switch the policies off. */
  readonly ownsTables: boolean;
}

const PATIENCE_MS = 10_000;

/** The rights of the role in DATABASE_URL; one query on a connection of its own. Throws what `pg` throws. */
export async function roleRights(url: string = env().DATABASE_URL): Promise<RoleRights> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<RoleRights>(RIGHTS);
    return rows[0] ?? { isSuperuser: true, bypassesRowSecurity: true, ownsTables: true };
  } finally {
    await client.end();
  }
}

const RIGHTS = `
  select r.rolsuper as "isSuperuser",
         exists (select from pg_roles o where (o.rolsuper or o.rolbypassrls) and pg_has_role(r.oid, o.oid, 'member'))
           as "bypassesRowSecurity",
         exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where n.nspname in ('public', 'rows', 'ledger', 'jobs') and c.relkind in ('r', 'p')
                    and pg_has_role(r.oid, c.relowner, 'member')) as "ownsTables"
    from pg_roles r where r.rolname = current_user`;
