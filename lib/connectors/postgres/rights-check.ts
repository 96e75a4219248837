import type { Check } from "../connector";
import { quoted } from "./identifiers";

/** What a user may do in a database; tables and views are counted alike. */
export interface Rights {
  readonly version: number;
  readonly replica: boolean;
  readonly places: number;
  readonly readable: number;
  readonly writable: number;
  /** Readable ones of which policies hide rows from this user. */
  readonly policed: number;
  readonly schemas: readonly string[];
}

/** SQL for more schemas than these is for nobody's eyes; who has them knows which he means. */
const MOST_SCHEMAS = 3;

/** Whether anything can be read, and read in full. */
export function readCheck(rights: Rights, user: string): Check {
  const name = "can-read";
  if (rights.places === 0) {
    return {
      name,
      ok: false,
      message: "The database holds no tables.",
      remedy: "Create the tables to be synced, or connect to the database that holds them.",
    };
  }
  if (rights.readable === 0) {
    return {
      name,
      ok: false,
      message: "The user may not read any table.",
      remedy: "As the tables' owner run this, for all tables of the schema or for those to be synced:",
      copy: grants("select", rights.schemas, user),
    };
  }
  if (rights.policed === 0) return { name, ok: true, message: "Tables can be read.", remedy: null };
  const isAll = rights.policed === rights.readable;
  return {
    name,
    ok: !isAll,
    message: isAll
      ? "Row-level security hides rows of every table from the user; hidden rows would look deleted."
      : `Tables can be read, but row-level security hides rows of ${rights.policed} of ${rights.readable} from the user.`,
    remedy: "To sync such a table, run this as a superuser, or connect as the table's owner:",
    copy: `alter role ${quoted(user)} bypassrls;`,
  };
}

export function writeCheck(
  { replica, writable, schemas }: Rights,
  { user, database }: { readonly user: string; readonly database: string },
): Check {
  const name = "can-write";
  if (replica) {
    return {
      name,
      ok: false,
      message: "The server is a read-only replica.",
      remedy: `Connect to the primary server of ${database}, by the host for reading and writing.`,
    };
  }
  if (writable > 0) return { name, ok: true, message: "Tables can be written.", remedy: null };
  return {
    name,
    ok: false,
    message: "The user may not write any table.",
    remedy:
      "If it is to be written, run this as the tables' owner, for all tables of the schema or for those to be synced:",
    copy: [grants("select, insert, update, delete", schemas, user), sequenceGrants(schemas, user)].join("\n"),
  };
}

const named = (schemas: readonly string[]): readonly string[] =>
  (schemas.length === 0 ? ["public"] : schemas.slice(0, MOST_SCHEMAS)).map(quoted);

const grants = (rights: string, schemas: readonly string[], user: string): string =>
  named(schemas)
    .flatMap((schema) => [
      `grant usage on schema ${schema} to ${quoted(user)};`,
      `grant ${rights} on all tables in schema ${schema} to ${quoted(user)};`,
    ])
    .join("\n");

/** Columns that count by themselves take their numbers from sequences, which need a right of their own. */
const sequenceGrants = (schemas: readonly string[], user: string): string =>
  named(schemas)
    .map((schema) => `grant usage on all sequences in schema ${schema} to ${quoted(user)};`)
    .join("\n");
