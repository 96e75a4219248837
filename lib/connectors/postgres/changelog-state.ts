import { z } from "zod";
import { AppError } from "@/lib/errors";
import { LOG_FUNCTION_CONFIG, type LoggedTable, logTriggers } from "./changelog-script";
import type { DatabaseClient } from "./client";
import type { TableAddress, TableConfig } from "./config";
import { literal } from "./identifiers";
import type { Row } from "./link";

/** Lines of the log that a mark remembers, so that a server set back to an earlier state is noticed. */
export const ANCHOR_LINES = 64;

/** What the catalogue tells of a table before it is read or compared. */
export interface TableFacts {
  /** Numbers as the server prints them: `server_version_num`, and the planner's estimate of rows (-1 = never made). */
  readonly version: number;
  readonly rows: number;
  readonly encoding: string;
  /** The witness of a log that logs this table by exactly the given key; null = there is none to rely on. */
  readonly witness: string | null;
}

/** Where the log stands, seen by one snapshot. */
export interface LogPosition {
  readonly witness: string;
  readonly snapshot: string;
  readonly anchor: string;
}

/** A position, held against a mark. */
export interface LogView extends LogPosition {
  /** Why the mark is of no use any more; null = it is. */
  readonly broken: string | null;
  /** There are lines that the mark's snapshot did not see. */
  readonly unseen: boolean;
  /** There are old lines, and they may be removed. */
  readonly prunable: boolean;
}

/** The place, the log and their triggers by their object ids; all names as texts, never as parts of the statement. */
export const placeOf = ({ schema, table }: TableAddress): string => `
with recursive place as (
  select c.*, c.xmin as made from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = ${literal(schema)} and c.relname = ${literal(table)} and c.relkind in ('r', 'p', 'v', 'm', 'f')
), logs as (
  select c.*, c.xmin as made from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'chittysync' and c.relname in ('log', 'origin') and c.relkind = 'r'
), types(oid) as (
  select a.atttypid from pg_attribute a, place p where a.attrelid = p.oid and a.attnum > 0 and not a.attisdropped
  union
  select x.oid from types y join pg_type t on t.oid = y.oid cross join lateral (
    select t.typelem union all select t.typbasetype
    union all select r.rngsubtype from pg_range r where r.rngtypid = t.oid
    union all select a.atttypid from pg_attribute a where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0
  ) x(oid) where x.oid <> 0
)`;

/**
 * The transactions that last touched what the catalogue holds about the table, its types and the log. Whatever could
 * change a row, or its text, without a line of the log leaves another witness: a trigger switched off (even if it is
 * on again), a function or the table made anew, rows rewritten or truncated, a partition or parent attached, a label
 * of an enum renamed, the log emptied. So do harmless changes (VACUUM FULL, a grant): they cost one full read.
 */
const WITNESS = `md5(concat_ws('|',
  (select oid from pg_database where datname = current_database()),
  pg_is_in_recovery(),
  (select concat_ws(':', p.oid, p.made, p.relfilenode, p.relkind, p.relpersistence) from place p),
  (select string_agg(concat_ws(':', l.oid, l.made, l.relfilenode, l.relpersistence), ',' order by l.oid) from logs l),
  (select string_agg(concat_ws(':', a.attrelid, a.attnum, a.xmin), ',' order by a.attrelid, a.attnum)
     from pg_attribute a where a.attnum > 0 and (a.attrelid in (select oid from place)
       or a.attrelid in (select t.typrelid from pg_type t join types y on y.oid = t.oid where t.typtype = 'c'))),
  (select string_agg(concat_ws(':', e.oid, e.xmin), ',' order by e.oid)
     from pg_enum e where e.enumtypid in (select oid from types)),
  (select string_agg(concat_ws(':', t.oid, t.xmin), ',' order by t.oid) from pg_trigger t
    where not t.tgisinternal and t.tgrelid in (select oid from place union all select oid from logs)),
  (select string_agg(concat_ws(':', f.oid, f.xmin), ',' order by f.oid) from pg_proc f
     join pg_namespace n on n.oid = f.pronamespace where n.nspname = 'chittysync'),
  (select string_agg(concat_ws(':', i.inhrelid, i.inhparent), ',' order by i.inhrelid, i.inhparent)
     from pg_inherits i, place p where p.oid in (i.inhrelid, i.inhparent)),
  (select string_agg(i.indexrelid::text, ',' order by i.indexrelid)
     from pg_index i, place p where i.indrelid = p.oid and i.indisunique),
  (select count(*) from pg_subscription_rel s, place p where s.srrelid = p.oid)))`;

/**
 * A log is relied on for plain tables only: statement triggers of a partitioned table, or of a parent, are passed by
 * statements that name the part; an unlogged table loses its rows in a crash; what logical replication applies fires
 * no statement trigger; and a replica's snapshot does not tell which transactions are open.
 */
const factsQuery = (config: TableConfig): string => `${placeOf(config.table)}
select current_setting('server_version_num'), p.reltuples::bigint::text, current_setting('server_encoding'),
  (p.relkind = 'r' and p.relpersistence = 'p' and not pg_is_in_recovery()
    and not exists (select from pg_inherits i where p.oid in (i.inhrelid, i.inhparent))
    and not exists (select from pg_subscription_rel s where s.srrelid = p.oid)
    and 2 = (select count(*) from logs l where l.relpersistence = 'p' and not row_security_active(l.oid)
       and has_schema_privilege(l.relnamespace, 'usage') and has_table_privilege(l.oid, 'select')))::text,
  (select coalesce(json_agg(json_build_array(
      case when t.tgrelid = p.oid then 'table' else 'log' end, t.tgname, t.tgtype, t.tgoldtable, t.tgnewtable,
      f.prosrc, t.tgenabled = 'A' and t.tgqual is null and f.prosecdef and f.prolang = (select oid from pg_language
        where lanname = 'plpgsql'), lower(array_to_string(f.proconfig, ';')))), '[]')::text
     from pg_trigger t join pg_proc f on f.oid = t.tgfoid
    where not t.tgisinternal and t.tgname like 'chittysync%'
      and (t.tgrelid = p.oid or t.tgrelid in (select oid from logs))),
  (select coalesce(json_agg(a.attname), '[]')::text from pg_attribute a where a.attrelid = p.oid and not a.attisdropped
      and a.attnum::text in (${keyOf(config).map(literal).join(", ")})),
  ${WITNESS}
from place p`;

const keyOf = ({ key, byField }: TableConfig): readonly string[] =>
  key.map((field) => byField.get(field)?.sideField ?? "");

const answer = z.tuple([
  z.string().regex(/^\d{1,9}$/),
  z.string().regex(/^-?\d{1,20}$/),
  z.string(),
  z.enum(["true", "false"]),
  z.string(),
  z.string(),
  z.string().regex(/^[0-9a-f]{32}$/),
]);

const keyForm = z.array(z.string());

/** Null where there is no such table. One query of the catalogue alone, which cannot fail for want of a right. */
export async function tableFacts(
  client: DatabaseClient,
  config: TableConfig,
): Promise<{ readonly facts: TableFacts | null; readonly requests: number }> {
  const { value, requests } = await client.glance(factsQuery(config));
  if (value.length === 0) return { facts: null, requests };
  const parsed = answer.safeParse(value[0]);
  if (!parsed.success) throw unreadable();
  const [version, rows, encoding, usable, triggers, names, witness] = parsed.data;
  const logged =
    usable === "true" && isOurs(triggers, { ...config.table, key: keyForm.parse(JSON.parse(names)) });
  const facts = { version: Number(version), rows: Number(rows), encoding, witness: logged ? witness : null };
  return { facts, requests };
}

/** Whether the triggers and their functions are, letter by letter, those of `changelogScript`. */
function isOurs(told: string, table: LoggedTable): boolean {
  const wanted = logTriggers(table).map((each) =>
    JSON.stringify([
      each.on,
      each.name,
      each.type,
      each.oldRows,
      each.newRows,
      each.body,
      true,
      LOG_FUNCTION_CONFIG,
    ]),
  );
  const found: unknown = JSON.parse(told);
  if (!Array.isArray(found) || found.length !== wanted.length) return false;
  const there = new Set(found.map((each) => JSON.stringify(each)));
  return wanted.every((each) => there.has(each));
}

/** A digest of the newest lines for this table among those that `seen` lets through. */
const anchorOf = (seen: string): string => `md5(coalesce((
  select string_agg(concat_ws(':', n.xid, n.id, n.at), ',' order by n.xid, n.id) from (
    select l.xid, l.id, l.at from chittysync.log l where l.rel = (select oid from place) ${seen}
     order by l.xid desc, l.id desc limit ${ANCHOR_LINES}) n), ''))`;

/** The log's own identity goes into the witness: a log of another server may stand under the same numbers. */
const POSITION = `md5((select id from chittysync.origin) || ${WITNESS}), pg_current_snapshot()::text,
  ${anchorOf("")}`;

/** Lines of transactions that this server has not reached yet: the log is a copy of another server's. */
const FOREIGN = `coalesce((select l.xid >= pg_snapshot_xmax(pg_current_snapshot()) from chittysync.log l
   where l.rel = (select oid from place) order by l.xid desc limit 1), false)
   or (select pruned >= pg_snapshot_xmax(pg_current_snapshot()) from chittysync.origin)`;

/** Where the log stands: one row of text for `positionOf`. */
export const positionQuery = (address: TableAddress): string =>
  `${placeOf(address)} select ${POSITION}, ${WITNESS}, (${FOREIGN})::text`;

/**
 * The position, if the log is still the one whose witness was found usable. A log that was made by another server
 * (a restored dump) is not relied on.
 */
export function positionOf([row]: readonly Row[], usable: string): LogPosition | null {
  const [witness, snapshot, anchor, plain, foreign] = row ?? [];
  if (!witness || !snapshot || !anchor || plain !== usable || foreign !== "false") return null;
  return { witness, snapshot, anchor };
}

/**
 * The log held against a mark's snapshot. A line that the snapshot saw and that is not among those it remembers, or
 * the reverse, betrays a server that was set back. Lines removed that the snapshot may not have seen are lost changes.
 */
export function viewQuery(address: TableAddress, mark: LogPosition): string {
  const snapshot = `${literal(mark.snapshot)}::pg_snapshot`;
  const seen = `and l.xid < pg_snapshot_xmax(${snapshot}) and pg_visible_in_snapshot(l.xid, ${snapshot})`;
  return `${placeOf(address)} select ${POSITION}, (${FOREIGN})::text, ${anchorOf(seen)},
  (select pruned >= pg_snapshot_xmin(${snapshot}) from chittysync.origin)::text,
  exists (${unseenLines("select", snapshot)})::text,
  (has_table_privilege('chittysync.log', 'delete') and coalesce((
    select l.at < ${KEPT_SINCE} from chittysync.log l where l.rel = (select oid from place)
     order by l.xid, l.id limit 1), false))::text`;
}

/** Older lines may be removed. A registry that reads more seldom reads everything. */
export const KEPT_SINCE = "now() - interval '7 days'";

/** Lines of the place that a snapshot did not see. */
export const unseenLines = (select: string, snapshot: string): string => `${select} from chittysync.log l
   where l.rel = (select oid from place) and l.xid >= pg_snapshot_xmin(${snapshot})
     and not pg_visible_in_snapshot(l.xid, ${snapshot})`;

export function viewOf([row]: readonly Row[], mark: LogPosition): LogView {
  const [witness, snapshot, anchor, foreign, remembered, pruned, unseen, prunable] = row ?? [];
  if (!witness || !snapshot || !anchor || !remembered) throw unreadable();
  const position = { witness, snapshot, anchor };
  return {
    ...position,
    broken: brokenBy({ witness, foreign, remembered, pruned }, mark),
    unseen: unseen !== "false",
    prunable: prunable === "true",
  };
}

function brokenBy(
  now: Readonly<Record<"witness" | "foreign" | "remembered" | "pruned", string | null | undefined>>,
  mark: LogPosition,
): string | null {
  if (now.witness !== mark.witness) return "The table, its change log or what fills it was altered.";
  if (now.foreign !== "false" || now.remembered !== mark.anchor) return "The database was restored.";
  return now.pruned === "false" ? null : "The change log was shortened.";
}

const unreadable = (): AppError =>
  new AppError("upstream-unavailable", "The server's answer about the change log cannot be read.");
