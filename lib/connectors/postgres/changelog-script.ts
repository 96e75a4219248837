import { createHash } from "node:crypto";
import { literal, quoted } from "./identifiers";

/** A table whose changes are to be logged, and the columns that tell its rows apart. */
export interface LoggedTable {
  readonly schema: string;
  readonly table: string;
  readonly key: readonly string[];
}

/** One trigger as `pg_trigger` and `pg_proc` describe it; compared member by member with what is there. */
export interface LogTrigger {
  readonly on: "table" | "log";
  readonly name: string;
  /** `tgtype`: after each statement, and the bit of the event. */
  readonly type: number;
  readonly oldRows: string | null;
  readonly newRows: string | null;
  readonly body: string;
}

const FUNCTION_SETTINGS = ["search_path=pg_catalog, pg_temp", "datestyle=iso, ymd", "timezone=utc"];

/** The settings of every function of the log, as `proconfig` holds them, in lower case. */
export const LOG_FUNCTION_CONFIG = FUNCTION_SETTINGS.join(";");

const EVENTS = [
  { event: "insert", type: 4, oldRows: null, newRows: "new_rows" },
  { event: "delete", type: 8, oldRows: "old_rows", newRows: null },
  { event: "update", type: 16, oldRows: "old_rows", newRows: "new_rows" },
  { event: "truncate", type: 32, oldRows: null, newRows: null },
] as const;

/** All triggers that must stand for the log to be believed. */
export function logTriggers(table: LoggedTable): readonly LogTrigger[] {
  const body = changesBody(table);
  return [
    ...EVENTS.map(({ event, ...rest }) => ({
      on: "table" as const,
      name: `chittysync_${event}`,
      body,
      ...rest,
    })),
    { on: "log", name: "chittysync_pruned", type: 8, oldRows: "gone", newRows: null, body: PRUNED_BODY },
  ];
}

/**
 * What the database's owner runs, once for each table, to let ChittySync read only what has changed: SQL for psql or
 * any other client. Run again after a key column was renamed. `reader` is the user that ChittySync connects as.
 * Throws where a name cannot be one of PostgreSQL's.
 *
 * Whatever the catalogue shows to have passed the triggers by ends in a full read (see changelog-state.ts). What no
 * query can see, the script says to whom it concerns.
 */
export function changelogScript(table: LoggedTable, reader: string): string {
  const { name, run, drops } = partsOf(table);
  const triggers = EVENTS.flatMap(({ event, oldRows, newRows }) => {
    const tables = [oldRows && `old table as ${oldRows}`, newRows && `new table as ${newRows}`].filter(
      Boolean,
    );
    const referencing = tables.length === 0 ? "" : ` referencing ${tables.join(" ")}`;
    return [
      `create trigger chittysync_${event} after ${event} on ${name}${referencing}`,
      `  for each statement execute function ${run}();`,
      `alter table ${name} enable always trigger chittysync_${event};`,
    ];
  });
  return [
    "-- Logs which rows of one table change, so that ChittySync reads those alone. Needs PostgreSQL 13 or newer.",
    "-- Run it as the owner of the table (or a superuser; for all tables the same role), at a quiet moment: it waits",
    "-- up to 5 s for running changes to end. Each table costs the others one full read.",
    "--",
    "-- Each statement that changes the table writes the keys of the changed rows, and nothing else of them, into",
    "-- chittysync.log, in the same transaction: where that fails, so does the statement. Whoever is granted the log",
    "-- sees the keys of all logged tables.",
    "--",
    "-- The log cannot see, and ChittySync then does not read, rows that were changed",
    "--   by a subscription of logical replication that was made and dropped between two reads (one that is there is",
    "--   noticed), by a tool that writes the table's files, or by a superuser's edit of the system's catalogue;",
    "--   by a server that was set back to an older image of its disk, or that lost transactions in a crash because of",
    "--   synchronous_commit = off, if the 64 newest lines for the table survived; or by an edit of the log's lines.",
    "begin;",
    "set local lock_timeout = '5s';",
    "set local search_path = pg_catalog, pg_temp;",
    SHARED_OBJECTS,
    functionText(run, changesBody(table)),
    ...drops,
    ...triggers,
    "-- ChittySync may read the log, and nobody but its owner may write it.",
    `grant usage on schema chittysync to ${quoted(reader)};`,
    `grant select on chittysync.log, chittysync.origin to ${quoted(reader)};`,
    "-- Optional: lets ChittySync remove lines that are older than a week, so that the log does not grow.",
    `-- grant delete on chittysync.log to ${quoted(reader)};`,
    "-- Or remove them yourself, from time to time, but the newest 64 of each table:",
    "-- delete from chittysync.log l where at < now() - interval '7 days' and 64 <= (select count(*) from (select",
    "--   from chittysync.log n where n.rel = l.rel and (n.xid, n.id) > (l.xid, l.id) limit 64) newer);",
    "commit;",
    "",
  ].join("\n");
}

/** Takes the logging of one table away again; ChittySync then compares fingerprints. */
export function changelogRemovalScript(table: Pick<LoggedTable, "schema" | "table">): string {
  const { run, drops } = partsOf(table);
  return [
    "begin;",
    "set local lock_timeout = '5s';",
    ...drops,
    `drop function if exists ${run}();`,
    "commit;",
    "-- When no table is logged any more:",
    "-- drop schema chittysync cascade;",
    "",
  ].join("\n");
}

function partsOf({ schema, table }: Pick<LoggedTable, "schema" | "table">) {
  const name = `${quoted(schema)}.${quoted(table)}`;
  const hash = createHash("md5")
    .update(JSON.stringify([schema, table]))
    .digest("hex")
    .slice(0, 16);
  return {
    name,
    run: `chittysync.changes_${hash}`,
    drops: EVENTS.map(({ event }) => `drop trigger if exists chittysync_${event} on ${name};`),
  };
}

/**
 * Keys are texts in the order of their columns' names. Statement by statement, each key once: both keys where an update changes it. Comparing under "C" keeps keys apart
 * that a collation calls equal. A key column that was renamed must not make the customer's own statement fail, so it
 * is looked up first; its loss is logged as a change of everything, as TRUNCATE is.
 */
function changesBody({ key }: LoggedTable): string {
  const sorted = [...key].sort();
  const of = (row: string) =>
    `array[${sorted.map((column) => `(${row}.${quoted(column)}::text collate "C")`).join(", ")}]`;
  const names = sorted.map(literal).join(", ");
  return `
begin
  if tg_op = 'TRUNCATE' or ${key.length} <> (select count(*) from pg_attribute
      where attrelid = tg_relid and not attisdropped and attname in (${names})) then
    insert into chittysync.log (rel, op) values (tg_relid, 't');
  elsif tg_op = 'INSERT' then
    insert into chittysync.log (rel, op, key) select tg_relid, 'i', ${of("n")} from new_rows n;
  elsif tg_op = 'DELETE' then
    insert into chittysync.log (rel, op, key) select tg_relid, 'd', ${of("o")} from old_rows o;
  else
    insert into chittysync.log (rel, op, key) select tg_relid, 'u', c.key from (
      select ${of("n")} as key from new_rows n union select ${of("o")} from old_rows o) c;
  end if;
  return null;
end
`;
}

/** Whoever removes lines, the newest transaction among them is noted: marks older than that are lost. */
const PRUNED_BODY = `
begin
  update chittysync.origin set pruned = last.xid
    from (select xid from gone order by xid desc limit 1) last where pruned < last.xid;
  return null;
end
`;

/** Definer's rights: whoever changes the table need not, and must not, be able to write the log himself. */
function functionText(name: string, body: string): string {
  const settings = FUNCTION_SETTINGS.map((each) => {
    const [setting, value = ""] = each.split("=");
    return `  set ${setting} = ${setting === "search_path" ? value : literal(value)}`;
  });
  let tag = "$log$";
  for (let n = 0; body.includes(tag); n += 1) tag = `$log${n}$`;
  return [
    `create or replace function ${name}() returns trigger language plpgsql security definer`,
    ...settings,
    `as ${tag}${body}${tag};`,
    `revoke all on function ${name}() from public;`,
  ].join("\n");
}

/** A schema that somebody else made first could hold triggers that would run with the rights of who logs. */
const SHARED_OBJECTS = `do $own$ begin
  if exists (select from pg_namespace where nspname = 'chittysync' and nspowner <> current_user::regrole) then
    raise exception 'the schema chittysync belongs to another role';
  end if;
end $own$;
create schema if not exists chittysync;
revoke all on schema chittysync from public;
create table if not exists chittysync.origin (
  id uuid not null default gen_random_uuid(),
  pruned xid8 not null default '0');
insert into chittysync.origin (pruned) select '0'::xid8 where not exists (select from chittysync.origin);
create table if not exists chittysync.log (
  rel oid not null,
  xid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  op "char" not null,
  key text[],
  primary key (rel, xid, id));
revoke all on chittysync.origin, chittysync.log from public;
${functionText("chittysync.note_pruned", PRUNED_BODY)}
drop trigger if exists chittysync_pruned on chittysync.log;
create trigger chittysync_pruned after delete on chittysync.log referencing old table as gone
  for each statement execute function chittysync.note_pruned();
alter table chittysync.log enable always trigger chittysync_pruned;`;
