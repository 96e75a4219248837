-- Rules, orders, exclusions: what stands between "two tables differ" and "all sides agree, and a person knows why".
ALTER TABLE "registry" ADD COLUMN     "access" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "approval_days" INTEGER NOT NULL DEFAULT 7,
ADD COLUMN     "baseline" JSONB,
ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "filter" JSONB,
ADD COLUMN     "leaving" TEXT NOT NULL DEFAULT 'keep',
ADD COLUMN     "normalise" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "recheck" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rechecked" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "strategies" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "winners" JSONB NOT NULL DEFAULT '{}';

ALTER TABLE "side" ADD COLUMN     "match" TEXT;

ALTER TABLE "run" ADD COLUMN     "expires_at" TIMESTAMPTZ(6),
ADD COLUMN     "request" JSONB NOT NULL DEFAULT '{}';

CREATE TABLE "schema_version" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "registry_id" UUID NOT NULL,
    "version" TEXT,
    "document" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(6),

    CONSTRAINT "schema_version_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "option_set" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "options" TEXT[],
    "source" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "option_set_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE UNIQUE INDEX "schema_version_organization_id_registry_id_version_key" ON "schema_version"("organization_id", "registry_id", "version");

CREATE UNIQUE INDEX "option_set_organization_id_name_key" ON "option_set"("organization_id", "name");

ALTER TABLE "schema_version" ADD CONSTRAINT "schema_version_organization_id_registry_id_fkey" FOREIGN KEY ("organization_id", "registry_id") REFERENCES "registry"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "option_set" ADD CONSTRAINT "option_set_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- One draft at most; null versions are distinct in a unique key.
create unique index schema_version_draft on schema_version (organization_id, registry_id) where version is null;

-- A published version never changes: it can only go with its registry.
create function published_schema_stays() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then
    raise exception 'a published schema version does not change' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;
create trigger published_schema_stays before update on schema_version for each row execute function published_schema_stays();

do $$
declare
  t text;
begin
  foreach t in array array['schema_version','option_set'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy tenant on %I
      using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
      with check (organization_id = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
    execute format('grant select, insert, update, delete on %I to chittysync_app', t);
  end loop;
end
$$;

-- match_key: the key as records without a link are matched by it; null = the key itself.
-- in_scope: whether the row is within the registry's filter; outside it, its base stands still.
alter table rows.base add column match_key text collate "C", add column in_scope boolean not null default true;
create index base_match on rows.base (organization_id, registry_id, (coalesce(match_key, key)));
-- changed_by: who changed the record last, in the side's own words.
alter table rows.obs add column match_key text collate "C", add column changed_by text;
create index obs_match on rows.obs (organization_id, run_id, (coalesce(match_key, key)));
alter table rows.decision add column match_key text collate "C";

-- fingerprint: the same for the same disagreement in every run. choice: a person's, for that fingerprint alone.
-- provisional: what a plan would decide; it counts once the plan is carried out for the row.
alter table rows.conflict
  add column fingerprint text,
  add column choice jsonb,
  add column provisional boolean not null default false;
create index conflict_choice on rows.conflict (organization_id, registry_id, row_id) where choice is not null;

-- severity: a warning blocks nothing. known: a run was carried out with it, so it trips no brake again.
-- skipped: a person has put it aside until what it says changes. records: those that share a key, to tell them apart.
alter table rows.issue
  add column severity text not null default 'error',
  add column known boolean not null default false,
  add column skipped boolean not null default false,
  add column records jsonb;
create index issue_row on rows.issue (organization_id, registry_id, row_id) where open;

create index row_version_run on rows.row_version (organization_id, registry_id, run_id);
create index conflict_row on rows.conflict (organization_id, registry_id, row_id);

-- A value that a person chose for cells of one row: carried out, and forgotten, by the next run that writes.
-- cells: by field id { value, expect? }; keep: the row comes back where it was lost.
create table rows.wish (
  organization_id uuid not null,
  registry_id uuid not null,
  row_id uuid not null,
  cells jsonb not null default '{}',
  keep boolean not null default false,
  actor jsonb not null,
  -- The run whose plan has taken it in; a newer order of the person takes it back.
  run_id uuid,
  at timestamptz not null default now(),
  primary key (organization_id, registry_id, row_id),
  foreign key (organization_id, registry_id) references public.registry (organization_id, id) on delete cascade
);

-- Records that a person keeps out of the registry: an unticked pair is two of them, an undone create is one.
create table rows.exclusion (
  organization_id uuid not null,
  registry_id uuid not null,
  side_id uuid not null,
  locator text collate "C" not null,
  key text collate "C",
  reason text not null,
  actor jsonb not null,
  at timestamptz not null default now(),
  primary key (organization_id, side_id, locator),
  foreign key (organization_id, registry_id) references public.registry (organization_id, id) on delete cascade,
  foreign key (organization_id, side_id) references public.side (organization_id, id) on delete cascade
);
create index exclusion_key on rows.exclusion (organization_id, registry_id, key);

do $$
declare
  t text;
begin
  foreach t in array array['wish','exclusion'] loop
    execute format('alter table rows.%I enable row level security', t);
    execute format('alter table rows.%I force row level security', t);
    execute format($p$create policy tenant on rows.%I
      using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
      with check (organization_id = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
  end loop;
end
$$;
grant select, insert, update, delete on rows.wish, rows.exclusion to chittysync_app;

-- Before the organization is known.
grant select on schema_version to chittysync_resolver;
create policy resolver on schema_version for select to chittysync_resolver using (true);
grant create on schema resolve to chittysync_resolver;

-- A published schema by its public address; drafts are nobody's.
create function resolve.published_schema(p_registry uuid, p_version text)
  returns table (document jsonb, hash text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select v.document, v.hash from public.schema_version v
   where v.registry_id = p_registry and v.version = p_version and v.published_at is not null
$$;

-- Held plans whose time is over; ids only.
create function resolve.expired_runs(p_now timestamptz, p_limit int)
  returns table (organization_id uuid, run_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select n.organization_id, n.id from public.run n
   where n.status = 'held' and n.expires_at < p_now order by n.expires_at limit p_limit
$$;

do $$
declare
  f text;
begin
  foreach f in array array['resolve.published_schema(uuid, text)', 'resolve.expired_runs(timestamptz, integer)'] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
