-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "plan" TEXT NOT NULL DEFAULT 'free',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "member" (
    "organization_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("organization_id","person_id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT[],
    "person_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "organization_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("organization_id","key")
);

-- CreateTable
CREATE TABLE "connection" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'untested',
    "problem" TEXT,
    "checked_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "credential" (
    "organization_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,

    CONSTRAINT "credential_pkey" PRIMARY KEY ("organization_id","connection_id","field")
);

-- CreateTable
CREATE TABLE "registry" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "key" TEXT[],
    "mode" TEXT NOT NULL,
    "schedule" TEXT NOT NULL,
    "conflict" TEXT NOT NULL,
    "authority" UUID,
    "match" TEXT NOT NULL,
    "deletes" TEXT NOT NULL,
    "brakes" JSONB NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "dirty" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "state_reason" TEXT,
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "last_run_id" UUID,
    "last_run_at" TIMESTAMPTZ(6),
    "next_run_at" TIMESTAMPTZ(6),
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "lease_run_id" UUID,
    "lease_until" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "registry_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "side" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "registry_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "location" JSONB NOT NULL,
    "place" TEXT NOT NULL,
    "mappings" JSONB NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "side_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "run" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "registry_id" UUID NOT NULL,
    "sync_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "trigger" JSONB NOT NULL,
    "progress" JSONB NOT NULL,
    "plan_hash" TEXT,
    "counts" JSONB NOT NULL,
    "phases" JSONB NOT NULL,
    "brakes" JSONB NOT NULL,
    "decided_by" JSONB,
    "error" JSONB,
    "touched_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "run_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE INDEX "member_person_id_idx" ON "member"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "registry_organization_id_name_key" ON "registry"("organization_id", "name");

-- CreateIndex
CREATE INDEX "side_organization_id_registry_id_idx" ON "side"("organization_id", "registry_id");

-- CreateIndex
CREATE UNIQUE INDEX "side_organization_id_connection_id_place_key" ON "side"("organization_id", "connection_id", "place");

-- CreateIndex
CREATE INDEX "run_organization_id_registry_id_created_at_idx" ON "run"("organization_id", "registry_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "run_organization_id_registry_id_sync_id_key" ON "run"("organization_id", "registry_id", "sync_id");

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credential" ADD CONSTRAINT "credential_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registry" ADD CONSTRAINT "registry_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "side" ADD CONSTRAINT "side_organization_id_registry_id_fkey" FOREIGN KEY ("organization_id", "registry_id") REFERENCES "registry"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "side" ADD CONSTRAINT "side_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_organization_id_registry_id_fkey" FOREIGN KEY ("organization_id", "registry_id") REFERENCES "registry"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Roles. Logins are given to members of chittysync_app; nobody logs in as the others.
-- chittysync_app owns nothing and cannot bypass row-level security; chittysync_resolver owns the few functions
-- that must look before the organization is known.
do $$
begin
  if not exists (select from pg_roles where rolname = 'chittysync_app') then
    create role chittysync_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
  if not exists (select from pg_roles where rolname = 'chittysync_resolver') then
    create role chittysync_resolver nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
  if not pg_has_role(current_user, 'chittysync_resolver', 'set') then
    execute format('grant chittysync_resolver to %I', current_user);
  end if;
end
$$;

grant usage on schema public to chittysync_app, chittysync_resolver;

-- Tenant tables: visible and writable only under the organization of the transaction.
do $$
declare
  t text;
begin
  foreach t in array array['member','api_key','idempotency_key','connection','credential','registry','side','run'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format($p$create policy tenant on %I
      using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
      with check (organization_id = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
    execute format('grant select, insert, update, delete on %I to chittysync_app', t);
  end loop;
end
$$;

alter table organization enable row level security;
alter table organization force row level security;
create policy tenant on organization
  using (id = nullif(current_setting('app.org', true), '')::uuid)
  with check (id = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert, update, delete on organization to chittysync_app;

-- Sign-in tables are global: reached through the functions below only.
grant select, insert on person to chittysync_resolver;
grant select, insert, delete on session to chittysync_resolver;

grant select on member, api_key, organization, registry, run to chittysync_resolver;
create policy resolver on member for select to chittysync_resolver using (true);
create policy resolver on api_key for select to chittysync_resolver using (true);
create policy resolver on organization for select to chittysync_resolver using (true);
create policy resolver on registry for select to chittysync_resolver using (true);
create policy resolver on run for select to chittysync_resolver using (true);

create schema resolve;
grant usage on schema resolve to chittysync_app;
grant usage, create on schema resolve to chittysync_resolver;

-- Who a key speaks for. Expired keys are not found.
create function resolve.api_key(p_hash text)
  returns table (organization_id uuid, id uuid, scopes text[], person_id uuid, role text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select k.organization_id, k.id, k.scopes, k.person_id, m.role
    from public.api_key k
    left join public.member m on m.organization_id = k.organization_id and m.person_id = k.person_id
   where k.hash = p_hash and (k.expires_at is null or k.expires_at > now())
$$;

create function resolve.session(p_token_hash text)
  returns table (person_id uuid, email text, name text, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.email, p.name, s.expires_at
    from public.session s join public.person p on p.id = s.person_id
   where s.token_hash = p_token_hash and s.expires_at > now()
$$;

create function resolve.open_session(p_token_hash text, p_person uuid, p_expires timestamptz)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  insert into public.session (token_hash, person_id, expires_at) values (p_token_hash, p_person, p_expires)
$$;

create function resolve.close_session(p_token_hash text)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  delete from public.session where token_hash = p_token_hash
$$;

-- The person with this address, made if there is none.
create function resolve.person(p_id uuid, p_email text, p_name text)
  returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  found_id uuid;
begin
  insert into public.person (id, email, name) values (p_id, lower(p_email), p_name) on conflict (email) do nothing;
  select id into found_id from public.person where email = lower(p_email);
  return found_id;
end
$$;

create function resolve.organizations_of(p_person uuid)
  returns table (organization_id uuid, name text, plan text, role text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.name, o.plan, m.role
    from public.member m join public.organization o on o.id = m.organization_id
   where m.person_id = p_person order by o.name
$$;

-- Registries whose time has come, or that changed while a run was under way; ids only.
create function resolve.due_registries(p_now timestamptz, p_limit int)
  returns table (organization_id uuid, registry_id uuid, tick timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select r.organization_id, r.id, coalesce(r.next_run_at, p_now)
    from public.registry r
   where not r.paused and r.state not in ('draft', 'held')
     and ((r.next_run_at is not null and r.next_run_at <= p_now) or r.dirty)
     and not exists (select from public.run n where n.organization_id = r.organization_id and n.registry_id = r.id
                        and n.status in ('queued', 'running'))
   order by r.next_run_at nulls first limit p_limit
$$;

-- Runs that were asked for or begun and that nobody has moved on since: their event was lost or their process died.
create function resolve.stranded_runs(p_before timestamptz, p_limit int)
  returns table (organization_id uuid, run_id uuid, touched_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select n.organization_id, n.id, n.touched_at from public.run n
   where n.status in ('queued', 'running') and n.touched_at < p_before
   order by n.touched_at limit p_limit
$$;

do $$
declare
  f text;
begin
  for f in select oid::regprocedure::text from pg_proc where pronamespace = 'resolve'::regnamespace loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
