import type { Check, Connector, Location, WaysOut } from "../connector";
import { checkConnection } from "./check";
import { DatabaseClient } from "./client";
import { type PostgresCredentials, tableConfig, targetOf } from "./config";
import { addColumns, createTable } from "./create-table";
import { parentSchemas } from "./parent-schemas";
import { PostgresSide } from "./side";

const LOCATIONS = `
select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
   and strpos(lower(n.nspname || '.' || c.relname), lower($1)) > 0
 order by n.nspname <> 'public', n.nspname, c.relname limit 200`;

/**
 * Opens a customer's database; connects at the first call. Throws invalid-input for a connection string that
 * is not accepted, before any look-up. Locations and sides are tables and views.
 */
export function openPostgres(credentials: PostgresCredentials, out: Pick<WaysOut, "openSocket">): Connector {
  const target = targetOf(credentials);
  const { host, port, database } = target;
  const client = new DatabaseClient(target, out.openSocket);
  return {
    kind: "postgres",
    check: (): Promise<readonly Check[]> => checkConnection(client, target),
    account: async () => ({ id: `${host}:${port}/${database}`, name: `${database} at ${host}` }),
    locations: async (query) => {
      const { value } = await client.transaction("read", (session) => session.query(LOCATIONS, [query]));
      return value.map(([schema, table]): Location => {
        const address = { schema: schema ?? "", table: table ?? "" };
        const title = schema === "public" ? address.table : `${schema}.${table}`;
        // What may not be written its columns tell, each with the reason.
        return { id: JSON.stringify([address.schema, address.table]), title, address, mayEdit: true };
      });
    },
    side: (config) => new PostgresSide(client, tableConfig(config)),
    places: {
      parents: (query) => parentSchemas(client, query),
      create: (place) => createTable(client, place),
      addFields: (address, fields) => addColumns(client, address, fields),
    },
    close: () => client.close(),
  };
}
