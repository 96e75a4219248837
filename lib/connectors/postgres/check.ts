import { AppError } from "@/lib/errors";
import type { Check } from "../connector";
import type { DatabaseClient } from "./client";
import { stateOf } from "./database-error";

/** Whether some table of the customer's can be read, and written; and whether this is a replica. */
const RIGHTS = `
select coalesce(bool_or(has_any_column_privilege(c.oid, 'select')), false)::text,
       coalesce(bool_or(has_any_column_privilege(c.oid, 'insert') and has_any_column_privilege(c.oid, 'update')), false)::text,
       pg_is_in_recovery()::text
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and has_schema_privilege(n.oid, 'usage')`;

/** Tries the connection step by step; a step that an earlier one prevented has `ok: null`. Never throws. */
export async function checkConnection(client: DatabaseClient): Promise<readonly Check[]> {
  try {
    const { value } = await client.transaction("read", (session) => session.query(RIGHTS));
    const [readable, writable, replica] = (value[0] ?? []).map((each) => each === "true");
    return [
      passed("reachable", "The server answers."),
      client.encrypted
        ? passed("tls", "The connection is encrypted and the server's name verified.")
        : passed("tls", "The connection stays on a private network and is not encrypted."),
      passed("authorized", "The user name and password are accepted."),
      readable
        ? passed("can-read", "Tables can be read.")
        : failed("can-read", "The user may not read any table.", "Grant SELECT on the tables to be synced."),
      writeCheck(writable === true, replica === true),
    ];
  } catch (error) {
    return failedAt(error);
  }
}

const passed = (name: Check["name"], message: string): Check => ({ name, ok: true, message, remedy: null });

const failed = (name: Check["name"], message: string, remedy: string | null): Check => ({
  name,
  ok: false,
  message,
  remedy,
});

function writeCheck(writable: boolean, replica: boolean): Check {
  if (replica) {
    return failed("can-write", "The server is a read-only replica.", "Connect to the primary server.");
  }
  return writable
    ? passed("can-write", "Tables can be written.")
    : failed(
        "can-write",
        "The user may not write any table.",
        "Grant INSERT, UPDATE and DELETE on the tables to be written.",
      );
}

const STEPS: readonly Check["name"][] = ["reachable", "tls", "authorized", "can-read", "can-write"];

/** The steps before the one that failed passed; those after it could not be tried. */
function failedAt(thrown: unknown): readonly Check[] {
  const error =
    thrown instanceof AppError
      ? thrown
      : new AppError("upstream-unavailable", "The database could not be reached.");
  const at = STEPS.indexOf(stepOf(error));
  return STEPS.map((name, position): Check => {
    if (position < at) return passed(name, "Passed.");
    if (position > at) return { name, ok: null, message: "Not tried.", remedy: null };
    return failed(name, error.message, error.remedy);
  });
}

function stepOf(error: AppError): Check["name"] {
  const state = stateOf(error);
  if (state !== null) return state.startsWith("28") || state === "3D000" ? "authorized" : "can-read";
  if (/TLS/.test(error.message)) return "tls";
  return /password/.test(error.message) ? "authorized" : "reachable";
}
