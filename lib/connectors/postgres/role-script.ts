import { changelogScript } from "./changelog-script";
import { literal, quoted } from "./identifiers";

/** What a role of its own is made for: it may touch these tables and nothing else. */
export interface RoleScript {
  readonly role: string;
  readonly password: string;
  readonly schema: string;
  /** Key columns where the table's changes are to be logged; none: they are not. */
  readonly tables: readonly { readonly name: string; readonly key: readonly string[] }[];
  readonly access: "read" | "read-write";
}

/** One for each side of each run, and some to spare. */
const CONNECTIONS = 10;

/**
 * What the database's owner runs, once, so that ChittySync connects as a role of least privilege: SQL for psql or any
 * other client. Run again it changes the password and adds what is missing; it takes nothing away. The password is in it.
 * Throws where a name cannot be one of PostgreSQL's.
 */
export function roleScript({ role, password, schema, tables, access }: RoleScript): string {
  const to = quoted(role);
  const names = tables.map(({ name }) => `${quoted(schema)}.${quoted(name)}`);
  const rights = access === "read" ? "select" : "select, insert, update, delete";
  return [
    "-- A role for ChittySync that may touch these tables and nothing else. Needs PostgreSQL 13 or newer.",
    "-- Run it in the database that holds them, as their owner (with CREATEROLE) or as a superuser; then connect as the",
    "-- role. It takes effect as a whole or not at all. Keep it from others: the role's password is in it.",
    "begin;",
    "set local search_path = pg_catalog, pg_temp;",
    block(`
begin
  if not exists (select from pg_roles where rolname = ${literal(role)}) then
    create role ${to} login noinherit connection limit ${CONNECTIONS};
  end if;
  execute format('grant connect on database %I to %I', current_database(), ${literal(role)});
end`),
    `alter role ${to} login password ${literal(password)};`,
    `alter role ${to} set idle_in_transaction_session_timeout = '5min';`,
    `grant usage on schema ${quoted(schema)} to ${to};`,
    ...names.map((name) => `grant ${rights} on table ${name} to ${to};`),
    ...(access === "read-write" ? [ownSequences(role, names)] : []),
    "commit;",
    "",
    ...tables
      .filter(({ key }) => key.length > 0)
      .map(({ name, key }) => changelogScript({ schema, table: name, key }, role)),
  ].join("\n");
}

/** A column of the kind `serial` takes its values from a sequence, which needs a right of its own. */
const ownSequences = (role: string, names: readonly string[]): string =>
  block(`
declare
  owned regclass;
begin
  for owned in
    select d.objid::regclass from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
     where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'a'
       and d.refobjid in (${names.map((name) => `${literal(name)}::regclass`).join(", ")})
  loop
    execute format('grant usage on sequence %s to %I', owned, ${literal(role)});
  end loop;
end`);

/** Names may hold the very mark that ends a body, so the mark is one that they do not hold. */
function block(body: string): string {
  let tag = "$do$";
  for (let n = 0; body.includes(tag); n += 1) tag = `$do${n}$`;
  return `do ${tag}${body} ${tag};`;
}
