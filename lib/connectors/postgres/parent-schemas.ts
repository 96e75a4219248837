import type { Location } from "../connector";
import type { DatabaseClient } from "./client";

const SCHEMAS = `
select n.nspname, has_schema_privilege(n.oid, 'create')::text from pg_namespace n
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and has_schema_privilege(n.oid, 'usage')
   and strpos(lower(n.nspname), lower($1)) > 0
 order by n.nspname <> 'public', n.nspname limit 200`;

/** Schemas in which a table can be made, or could be with one right more. Throws AppError. */
export async function parentSchemas(client: DatabaseClient, query: string): Promise<readonly Location[]> {
  const { value } = await client.transaction("read", (session) => session.query(SCHEMAS, [query]));
  return value.map(([schema, mayCreate]) => ({
    id: schema ?? "",
    title: schema ?? "",
    address: { schema: schema ?? "" },
    mayEdit: mayCreate === "true",
  }));
}
