import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Check } from "../connector";
import type { DatabaseClient } from "./client";
import type { DatabaseTarget } from "./config";
import { connectRemedy } from "./connect-remedy";
import { stateOf } from "./database-error";
import { type Rights, readCheck, writeCheck } from "./rights-check";

/** The catalogue is read with columns that older servers lack. */
const LEAST_MAJOR = 12;

/** What this user may do with the customer's tables and views (no extension's), their schemas, and what server it is. */
const RIGHTS = `
with place as (
  select n.nspname, c.oid, c.relkind, has_schema_privilege(n.oid, 'usage') as usable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not exists (select from pg_depend d
                      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), rights as (
  select nspname, usable and has_any_column_privilege(oid, 'select') as readable,
         usable and relkind <> 'm' and has_any_column_privilege(oid, 'insert')
                and has_any_column_privilege(oid, 'update')
                and (relkind <> 'v' or (pg_relation_is_updatable(oid, true) & 28) = 28) as writable,
         row_security_active(oid) as policed
    from place
)
select json_build_object(
  'version', current_setting('server_version_num')::int,
  'replica', pg_is_in_recovery(),
  'places', count(*),
  'readable', count(*) filter (where readable),
  'writable', count(*) filter (where writable),
  'policed', count(*) filter (where readable and policed),
  'schemas', coalesce(json_agg(distinct nspname), '[]')
)::text from rights`;

const rights = z.object({
  version: z.number(),
  replica: z.boolean(),
  places: z.number(),
  readable: z.number(),
  writable: z.number(),
  policed: z.number(),
  schemas: z.array(z.string()),
});

/** Tries the connection step by step; a step that an earlier one prevented has `ok: null`. Never throws. */
export async function checkConnection(
  client: DatabaseClient,
  target: DatabaseTarget,
): Promise<readonly Check[]> {
  let isIn = false;
  try {
    const { value } = await client.transaction("read", (session) => {
      isIn = true;
      return session.query(RIGHTS);
    });
    const found = rights.parse(JSON.parse(value[0]?.[0] ?? ""));
    return [
      passed("reachable", "The server answers."),
      client.encrypted
        ? passed("tls", "The connection is encrypted and the server's name verified.")
        : passed("tls", "The connection stays on a private network and is not encrypted."),
      passed("authorized", "The user name and password are accepted."),
      ...rightsChecks(found, target),
    ];
  } catch (error) {
    return failedAt(error, { isIn, target });
  }
}

const passed = (name: Check["name"], message: string): Check => ({ name, ok: true, message, remedy: null });

const untried = (name: Check["name"]): Check => ({ name, ok: null, message: "Not tried.", remedy: null });

function rightsChecks(found: Rights, { user, database }: DatabaseTarget): readonly Check[] {
  const major = Math.floor(found.version / 10_000);
  if (major >= LEAST_MAJOR) return [readCheck(found, user), writeCheck(found, { user, database })];
  const old: Check = {
    name: "can-read",
    ok: false,
    message: `The server is PostgreSQL ${major}, which is too old.`,
    remedy: `Upgrade the server to PostgreSQL ${LEAST_MAJOR} or newer.`,
  };
  return [old, untried("can-write")];
}

const STEPS: readonly Check["name"][] = ["reachable", "tls", "authorized", "can-read", "can-write"];

/** The steps before the one that failed passed; those after it could not be tried. */
function failedAt(
  thrown: unknown,
  { isIn, target }: { readonly isIn: boolean; readonly target: DatabaseTarget },
): readonly Check[] {
  const error =
    thrown instanceof AppError
      ? thrown
      : new AppError("upstream-unavailable", "The database could not be reached.");
  const { message, remedy } = error;
  const mending = isIn ? { message, remedy } : connectRemedy(error, target);
  const at = STEPS.indexOf(isIn ? "can-read" : stepOf(error));
  return STEPS.map((name, position): Check => {
    if (position < at) return passed(name, "Passed.");
    return position > at ? untried(name) : { name, ok: false, ...mending };
  });
}

/** A server that is full or starting says nothing of the user: it must not look as if it refused him. */
function stepOf(error: AppError): Check["name"] {
  const state = stateOf(error);
  if (state !== null) return /^28|^3D000|^42501/.test(state) ? "authorized" : "reachable";
  if (/TLS/.test(error.message)) return "tls";
  return /password/.test(error.message) ? "authorized" : "reachable";
}
