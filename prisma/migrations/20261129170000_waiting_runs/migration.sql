-- A run whose connection is refused, disconnected or sealed with a key that may not be used waits where it is: nobody
-- asks for it again until the connection works, and then it is picked up like any run that nobody carries on.
grant create on schema resolve to chittysync_resolver;

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
                        and c.status in ('reconnect-needed', 'needs-key', 'disconnected'))
   order by r.next_run_at nulls first limit p_limit
$$;

create or replace function resolve.stranded_runs(p_before timestamptz, p_limit int)
  returns table (organization_id uuid, run_id uuid, touched_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select n.organization_id, n.id, n.touched_at from public.run n
   where n.status in ('queued', 'running') and n.touched_at < p_before
     and not exists (select from public.side s join public.connection c
                         on c.organization_id = s.organization_id and c.id = s.connection_id
                      where s.organization_id = n.organization_id and s.registry_id = n.registry_id
                        and c.status in ('reconnect-needed', 'needs-key', 'disconnected'))
   order by n.touched_at limit p_limit
$$;

-- A key that may be used again is the operator's to say, so it is asked for each time: it costs no provider a call.
create or replace function resolve.refused_connections(p_before timestamptz, p_limit int)
  returns table (organization_id uuid, connection_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select c.organization_id, c.id from public.connection c
   where (c.status = 'reconnect-needed' and c.checked_at < p_before)
      or (c.status = 'needs-key' and (c.checked_at is null or c.checked_at < p_before + interval '55 minutes'))
   order by c.checked_at nulls first limit p_limit
$$;

revoke create on schema resolve from chittysync_resolver;
