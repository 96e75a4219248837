-- A registry in the making, kept between the steps of the wizard.
CREATE TABLE "registry_draft" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "looks" JSONB NOT NULL DEFAULT '{}',
    "survey_id" UUID,
    "survey" JSONB,
    "survey_at" TIMESTAMPTZ(6),
    "registry_id" UUID,
    "tried_revision" INTEGER,
    "run_id" UUID,
    "claim_id" UUID,
    "claimed_until" TIMESTAMPTZ(6),
    "start_as" TEXT,
    "start_sync_id" UUID,
    "started_at" TIMESTAMPTZ(6),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "registry_draft_pkey" PRIMARY KEY ("organization_id","id")
);

ALTER TABLE "registry_draft" ADD CONSTRAINT "registry_draft_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

alter table registry_draft enable row level security;
alter table registry_draft force row level security;
create policy tenant on registry_draft
  using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
  with check (organization_id = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert, update, delete on registry_draft to chittysync_app;

-- What a survey read of a draft's places, column by column: a key, or a rule, asks for few columns of many rows. A chunk holds
-- a page's values of one column; of a page that was read, "#" says so.
create table rows.survey_chunk (
  organization_id uuid not null,
  draft_id uuid not null,
  side text collate "C" not null,
  name text collate "C" not null,
  first int not null,
  size int not null,
  items json not null,
  primary key (organization_id, draft_id, side, name, first),
  foreign key (organization_id, draft_id) references public.registry_draft (organization_id, id) on delete cascade
);
alter table rows.survey_chunk enable row level security;
alter table rows.survey_chunk force row level security;
create policy tenant on rows.survey_chunk
  using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
  with check (organization_id = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert, update, delete on rows.survey_chunk to chittysync_app;

-- What was surveyed a while ago, and drafts that became a registry long ago.
create policy resolver on registry_draft for select to chittysync_resolver using (true);
grant select on registry_draft to chittysync_resolver;
grant create on schema resolve to chittysync_resolver;
create function resolve.organizations_with_old_drafts(p_surveyed timestamptz, p_started timestamptz, p_limit int)
  returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct d.organization_id from public.registry_draft d
   where d.survey_at < p_surveyed or d.started_at < p_started limit p_limit
$$;
alter function resolve.organizations_with_old_drafts(timestamptz, timestamptz, int) owner to chittysync_resolver;
revoke all on function resolve.organizations_with_old_drafts(timestamptz, timestamptz, int) from public;
grant execute on function resolve.organizations_with_old_drafts(timestamptz, timestamptz, int) to chittysync_app;
revoke create on schema resolve from chittysync_resolver;
