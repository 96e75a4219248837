import type pg from "pg";

/**
 * What stands in for Postgres' own time and chance in a database of simulations: a schema that is searched before
 * `pg_catalog`. The product's statements call `now()` and `gen_random_uuid()` as ever, and get these. Sequences hold
 * the state, since they are no part of a transaction: what is set counts at once, and costs no row.
 */
const REPLACEMENTS = `
create schema if not exists sim;
create sequence if not exists sim.clock;
create sequence if not exists sim.ids;
create or replace function sim.now() returns timestamptz language sql stable as
  $$ select timestamptz 'epoch' + last_value * interval '1 microsecond' from sim.clock $$;
create or replace function sim.gen_random_uuid() returns uuid language sql volatile as
  $$ select md5('row ' || nextval('sim.ids'))::uuid $$;
grant usage on schema sim to public;
grant usage, select on all sequences in schema sim to public;
`;

/** Defaults are bound to the functions that were there when the table was made. */
const DEFAULTS = `
select format('alter table %s alter column %I set default sim.%s()', d.adrelid::regclass, a.attname,
              case when pg_get_expr(d.adbin, d.adrelid) like '%gen_random_uuid()' then 'gen_random_uuid' else 'now' end) as change
  from pg_attrdef d
  join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
  join pg_class c on c.oid = d.adrelid
  join pg_namespace n on n.oid = c.relnamespace
 where (n.nspname = 'rows' or (n.nspname = 'public' and c.relname in ('run', 'registry')))
   and pg_get_expr(d.adbin, d.adrelid) ~ '(now[(][)]|CURRENT_TIMESTAMP|gen_random_uuid[(][)])$'`;

/** Gives a database that is nobody's but the simulator's a time and ids that the simulation sets. By the superuser. */
export async function makeVirtual(admin: pg.Client): Promise<void> {
  await admin.query(REPLACEMENTS);
  const { rows } = await admin.query<{ change: string }>(DEFAULTS);
  if (rows.length === 0) throw new Error("no column tells when its row was made");
  for (const { change } of rows) await admin.query(change);
  const { rows: names } = await admin.query<{ name: string }>(
    "select quote_ident(current_database()) as name",
  );
  await admin.query(`alter database ${names[0]?.name} set search_path = sim, pg_catalog, public`);
}

/** From here on it is this moment, in microseconds since 1970. */
export const setNow = (admin: pg.Client, micros: number): Promise<unknown> =>
  admin.query("select setval('sim.clock', $1)", [micros]);

/** From here on ids are those of a new simulation. */
export const restartIds = (admin: pg.Client): Promise<unknown> => admin.query("select setval('sim.ids', 1)");
