-- Connections that a person agreed to at the provider (OAuth), and what becomes of those whose access ended.
-- Whose records a connection opens, as its system names the account; null = it was never asked.
ALTER TABLE "connection" ADD COLUMN "account_id" TEXT, ADD COLUMN "account_name" TEXT;

-- A person who was sent to a provider, until he comes back; then, where he came back with another account than the
-- connection's, what he is asked about (`offered`, sealed). Bound to organization, person and session.
CREATE TABLE "connect_attempt" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "state_hash" TEXT,
    "person_ref" TEXT NOT NULL,
    "session_hash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "connection_id" UUID NOT NULL,
    "reconnects" BOOLEAN NOT NULL,
    "return_to" TEXT NOT NULL,
    "offered" TEXT,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "connect_attempt_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE UNIQUE INDEX "connect_attempt_organization_id_state_hash_key" ON "connect_attempt"("organization_id", "state_hash");
ALTER TABLE "connect_attempt" ADD CONSTRAINT "connect_attempt_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

alter table connect_attempt enable row level security;
alter table connect_attempt force row level security;
create policy tenant on connect_attempt
  using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
  with check (organization_id = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert, update, delete on connect_attempt to chittysync_app;

create policy resolver on connection for select to chittysync_resolver using (true);
grant select on connection to chittysync_resolver;
create policy resolver on side for select to chittysync_resolver using (true);
grant select on side to chittysync_resolver;
grant create on schema resolve to chittysync_resolver;

-- A registry whose system refuses us waits, with its time kept, until somebody has reconnected: each further run
-- would fail like the last.
create or replace function resolve.due_registries(p_now timestamptz, p_limit int)
  returns table (organization_id uuid, registry_id uuid, tick timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select r.organization_id, r.id, coalesce(r.next_run_at, p_now)
    from public.registry r
   where not r.paused and r.state <> 'over-limit'
     and ((r.state not in ('draft', 'held') and (r.next_run_at <= p_now or r.dirty))
       or (r.mode = 'shadow' and r.next_run_at <= p_now))
     and not exists (select from public.run n where n.organization_id = r.organization_id and n.registry_id = r.id
                        and n.status in ('queued', 'running'))
     and not exists (select from public.side s join public.connection c
                         on c.organization_id = s.organization_id and c.id = s.connection_id
                      where s.organization_id = r.organization_id and s.registry_id = r.id
                        and c.status in ('reconnect-needed', 'disconnected'))
   order by r.next_run_at nulls first limit p_limit
$$;

-- Whether a provider's account is connected a second time, by whichever organization: ending its access for one
-- connection may end it for all.
create function resolve.account_is_shared(p_kind text, p_account text, p_connection uuid)
  returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.connection c
                  where c.kind = p_kind and c.account_id = p_account and c.id <> p_connection
                    and c.status <> 'disconnected')
$$;
alter function resolve.account_is_shared(text, text, uuid) owner to chittysync_resolver;
revoke all on function resolve.account_is_shared(text, text, uuid) from public;
grant execute on function resolve.account_is_shared(text, text, uuid) to chittysync_app;

-- Connections that were refused a while ago: some systems refuse in an outage what they accept after it.
create function resolve.refused_connections(p_before timestamptz, p_limit int)
  returns table (organization_id uuid, connection_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select c.organization_id, c.id from public.connection c
   where c.status = 'reconnect-needed' and c.checked_at < p_before order by c.checked_at limit p_limit
$$;
alter function resolve.refused_connections(timestamptz, int) owner to chittysync_resolver;
revoke all on function resolve.refused_connections(timestamptz, int) from public;
grant execute on function resolve.refused_connections(timestamptz, int) to chittysync_app;

-- Ways to a provider that nobody came back from, and questions that nobody answered, with what was offered.
create policy resolver on connect_attempt for select to chittysync_resolver using (true);
grant select on connect_attempt to chittysync_resolver;
create function resolve.organizations_with_old_attempts(p_now timestamptz, p_limit int)
  returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct a.organization_id from public.connect_attempt a where a.expires_at <= p_now limit p_limit
$$;
alter function resolve.organizations_with_old_attempts(timestamptz, int) owner to chittysync_resolver;
revoke all on function resolve.organizations_with_old_attempts(timestamptz, int) from public;
grant execute on function resolve.organizations_with_old_attempts(timestamptz, int) to chittysync_app;
revoke create on schema resolve from chittysync_resolver;
