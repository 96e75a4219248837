import type pg from "pg";

/** Every table belongs to exactly one class; a new one fails the tests until it is listed here. */
export const TABLES = {
  /** One organization's: visible under that organization only. */
  tenant: [
    "public.organization",
    "public.member",
    "public.invitation",
    "public.identity_provider",
    "public.organization_domain",
    "public.sign_in_requirement",
    "public.sign_in_failure",
    "public.api_key",
    "public.idempotency_key",
    "public.connection",
    "public.credential",
    "public.connect_attempt",
    "public.registry",
    "public.side",
    "public.run",
    "public.schema_version",
    "public.option_set",
    "public.registry_draft",
    "public.notification_channel",
    "public.notice",
    "public.notice_delivery",
    "public.notice_mute",
    "rows.base",
    "rows.link",
    "rows.obs",
    "rows.decision",
    "rows.plan",
    "rows.row_version",
    "rows.conflict",
    "rows.issue",
    "rows.wish",
    "rows.exclusion",
    "rows.drift_row",
    "rows.flow",
    "rows.latency",
    "rows.survey_chunk",
  ],
  /** Nobody's organization: out of the application's reach but for functions of the schema `resolve`. */
  global: [
    "public.person",
    "public.identity",
    "public.session",
    "public.sign_in_token",
    "public.sign_in_flow",
    "public.identity_claim",
    "public.saml_answer",
    "public.saml_assertion",
    "public.rate_bucket",
    "public.provider_bucket",
    "public.status_sample",
    "public.deletion_certificate",
    "public._prisma_migrations",
  ],
  /** One organization's too, and only ever grown by the functions of the schema. */
  ledger: ["ledger.log", "ledger.entry", "ledger.row_key", "ledger.node", "ledger.checkpoint"],
  /** The embedded runner's own. */
  job: [
    "jobs.app",
    "jobs.function",
    "jobs.cron",
    "jobs.event",
    "jobs.run",
    "jobs.step",
    "jobs.task",
    "jobs.held",
    "jobs.flow",
  ],
} as const;

/** The tables that hold rows of organizations. */
export const SCOPED: readonly string[] = [...TABLES.tenant, ...TABLES.ledger];

/** The column that says whose a row is. */
export const ownerColumn = (table: string): string =>
  table === "public.organization" ? "id" : "organization_id";

/**
 * Unique though they do not begin with the organization: random values, which tell nobody anything, and domains that an
 * organization has proven to hold.
 */
export const UNIQUE_BEYOND: readonly string[] = [
  "public.api_key(hash)",
  "public.invitation(token_hash)",
  "public.identity_provider(id)",
  "public.organization_domain(domain)",
  "rows.base(row_id,registry_id,organization_id)",
];

/** What makes a table unfit to hold the rows of more than one organization, in words; empty when it is fit. */
export async function tenancyFaults(client: pg.ClientBase, table: string): Promise<string[]> {
  const column = ownerColumn(table);
  const { rows } = await client.query<{ fault: string }>(FAULTS, [table, column, isolation(column)]);
  return rows
    .map(({ fault }) => fault)
    .filter((fault) => !UNIQUE_BEYOND.some((known) => fault.endsWith(known)));
}

/** The policy's condition as Postgres prints it. */
const isolation = (column: string): string =>
  `(${column} = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid)`;

const FAULTS = `
  with t as (select c.* from pg_class c where c.oid = $1::text::regclass),
  columns as (
    select c.oid as rel, con.oid as con, array_agg(a.attname::text order by k.at) as names
      from t c join pg_constraint con on con.conrelid = c.oid and con.contype = 'f'
      cross join lateral unnest(con.conkey) with ordinality k(num, at)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num group by c.oid, con.oid
  ), targets as (
    select con.oid as con, array_agg(a.attname::text order by k.at) as names
      from t c join pg_constraint con on con.conrelid = c.oid and con.contype = 'f'
      cross join lateral unnest(con.confkey) with ordinality k(num, at)
      join pg_attribute a on a.attrelid = con.confrelid and a.attnum = k.num group by con.oid
  )
  select 'has no ' || $2 || ' NOT NULL' as fault from t
   where not exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = $2 and a.attnotnull)
  union all select 'row-level security is not enabled' from t where not relrowsecurity
  union all select 'row-level security is not forced' from t where not relforcerowsecurity
  union all select 'has no policy that isolates every command both ways' from t
   where not exists (select from pg_policies p where p.schemaname = t.relnamespace::regnamespace::text
     and p.tablename = t.relname and p.permissive = 'PERMISSIVE' and p.roles = '{public}' and p.cmd = 'ALL'
     and p.qual = $3 and p.with_check = $3)
  union all select 'has another policy: ' || p.policyname from t join pg_policies p
     on p.schemaname = t.relnamespace::regnamespace::text and p.tablename = t.relname
   where not (p.roles = '{public}' and p.cmd = 'ALL' and p.qual = $3 and p.with_check = $3)
     and not (p.policyname = 'resolver' and p.roles = '{chittysync_resolver}' and p.cmd = 'SELECT')
  union all select 'a foreign key does not carry the organization: ' || con.conname
    from pg_constraint con join columns c on c.con = con.oid join targets g on g.con = con.oid
    join pg_class target on target.oid = con.confrelid
   where target.relrowsecurity
     and not exists (select from unnest(c.names, g.names) as pair(mine, theirs)
       where mine = $2 and theirs = case when target.relname = 'organization' then 'id' else 'organization_id' end)
  union all select 'a unique index does not begin with the organization: ' || $1::text || '(' ||
       (select string_agg(pg_get_indexdef(i.indexrelid, k, true), ',') from generate_series(1, i.indnkeyatts) k) || ')'
    from t join pg_index i on i.indrelid = t.oid
   where i.indisunique and pg_get_indexdef(i.indexrelid, 1, true) <> $2`;
