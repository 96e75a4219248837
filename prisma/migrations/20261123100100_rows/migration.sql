-- Row data: reached by pg and COPY only (lib/db/rows), never by Prisma.
create schema rows;
grant usage on schema rows to chittysync_app;

-- The merged registry: what all sides agree on, or are being brought to.
create table rows.base (
  organization_id uuid not null,
  registry_id uuid not null,
  row_id uuid not null,
  key text collate "C" not null,
  hash text not null,
  cells jsonb not null,
  origins jsonb not null default '{}',
  version bigint not null default 1,
  updated_at timestamptz not null default now(),
  primary key (organization_id, registry_id, row_id),
  unique (organization_id, registry_id, key),
  foreign key (organization_id, registry_id) references public.registry (organization_id, id) on delete cascade
);

-- Which record on a side a row is, and what that side acknowledged.
-- hash: of the cells the side was last seen to hold.
-- acknowledged: the cells it acknowledged, where they differ from the base (null = it acknowledged the base).
create table rows.link (
  organization_id uuid not null,
  registry_id uuid not null,
  side_id uuid not null,
  row_id uuid not null,
  locator text collate "C" not null,
  hash text not null,
  acknowledged jsonb,
  pending boolean not null default false,
  seen_at timestamptz not null default now(),
  primary key (organization_id, side_id, row_id),
  unique (organization_id, side_id, locator),
  foreign key (organization_id, registry_id, row_id) references rows.base (organization_id, registry_id, row_id) on delete cascade,
  foreign key (organization_id, side_id) references public.side (organization_id, id) on delete cascade
);
create index link_row on rows.link (organization_id, registry_id, row_id);
create index link_pending on rows.link (organization_id, registry_id) where pending;

-- What a run saw. UNLOGGED: emptied by a crash of the database, so nothing is read from it whose count and
-- digest do not match the seal in the run's logged row.
create unlogged table rows.obs (
  organization_id uuid not null,
  run_id uuid not null,
  side_id uuid not null,
  ordinal bigint not null,
  locator text collate "C" not null,
  key text collate "C",
  row_id uuid,
  state text not null default 'present',
  hash text not null,
  cells jsonb,
  unknown jsonb,
  changed_at bigint,
  grain_ms integer,
  primary key (organization_id, run_id, side_id, ordinal)
);
create index obs_locator on rows.obs (organization_id, run_id, side_id, locator);
create index obs_key on rows.obs (organization_id, run_id, key);
create index obs_row on rows.obs (organization_id, run_id, row_id);

-- The decision per row: what its base becomes once the chunk's operations are answered.
create table rows.decision (
  organization_id uuid not null,
  run_id uuid not null,
  ordinal bigint not null,
  chunk integer not null,
  row_id uuid not null,
  key text collate "C" not null,
  outcome text not null,
  before jsonb,
  cells jsonb,
  hash text,
  origins jsonb not null default '{}',
  sides jsonb not null default '{}',
  committed boolean not null default false,
  primary key (organization_id, run_id, ordinal),
  foreign key (organization_id, run_id) references public.run (organization_id, id) on delete cascade
);
create index decision_chunk on rows.decision (organization_id, run_id, chunk) where not committed;

-- The operations of a run: the intent, logged before any effect. status: planned, sent, done, stale, refused,
-- unknown, dropped.
create table rows.plan (
  organization_id uuid not null,
  run_id uuid not null,
  ordinal bigint not null,
  chunk integer not null,
  row_id uuid not null,
  key text collate "C" not null,
  side_id uuid not null,
  op text not null,
  locator text collate "C",
  before jsonb,
  cells jsonb,
  status text not null default 'planned',
  outcome jsonb,
  primary key (organization_id, run_id, ordinal),
  foreign key (organization_id, run_id) references public.run (organization_id, id) on delete cascade
);
create index plan_chunk on rows.plan (organization_id, run_id, chunk, side_id);
create index plan_row on rows.plan (organization_id, row_id);

-- Every state a row has had; restore reads it.
create table rows.row_version (
  organization_id uuid not null,
  registry_id uuid not null,
  row_id uuid not null,
  version bigint not null,
  key text collate "C" not null,
  cells jsonb,
  run_id uuid not null,
  at timestamptz not null default now(),
  primary key (organization_id, registry_id, row_id, version),
  foreign key (organization_id, registry_id) references public.registry (organization_id, id) on delete cascade
);
create index row_version_at on rows.row_version (organization_id, registry_id, at) where cells is null;

-- Every side's value, durable before any effect; the loser can be chosen later.
create table rows.conflict (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  registry_id uuid not null,
  run_id uuid not null,
  row_id uuid not null,
  key text collate "C" not null,
  kind text not null,
  field text,
  detail jsonb not null,
  resolved boolean not null,
  decided_by text not null,
  at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, registry_id) references public.registry (organization_id, id) on delete cascade
);
create index conflict_registry on rows.conflict (organization_id, registry_id, resolved, at);
create unique index conflict_of_run on rows.conflict (organization_id, run_id, row_id, kind, coalesce(field, ''));

-- A row or cell set aside; one line per place and cause, seen again and again until mended.
create table rows.issue (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  registry_id uuid not null,
  side_id uuid not null,
  run_id uuid not null,
  subject text collate "C" not null,
  row_id uuid,
  field text not null default '',
  reason text not null,
  message text not null,
  open boolean not null default true,
  times integer not null default 1,
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, registry_id, side_id, subject, field, reason),
  foreign key (organization_id, registry_id) references public.registry (organization_id, id) on delete cascade
);
create index issue_open on rows.issue (organization_id, registry_id) where open;

do $$
declare
  t text;
begin
  foreach t in array array['base','link','obs','decision','plan','row_version','conflict','issue'] loop
    execute format('alter table rows.%I enable row level security', t);
    execute format('alter table rows.%I force row level security', t);
    execute format($p$create policy tenant on rows.%I
      using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
      with check (organization_id = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
  end loop;
end
$$;
grant select, insert, update, delete on rows.base, rows.link, rows.obs, rows.decision, rows.plan, rows.conflict, rows.issue
  to chittysync_app;
-- History only grows.
grant select, insert on rows.row_version to chittysync_app;
