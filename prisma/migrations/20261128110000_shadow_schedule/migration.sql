-- A registry in shadow is a draft until it goes live, and runs by its schedule all the same once a person has begun.
create or replace function resolve.due_registries(p_now timestamptz, p_limit int)
  returns table (organization_id uuid, registry_id uuid, tick timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select r.organization_id, r.id, coalesce(r.next_run_at, p_now)
    from public.registry r
   where not r.paused
     and ((r.state not in ('draft', 'held') and (r.next_run_at <= p_now or r.dirty))
       or (r.mode = 'shadow' and r.next_run_at <= p_now))
     and not exists (select from public.run n where n.organization_id = r.organization_id and n.registry_id = r.id
                        and n.status in ('queued', 'running'))
   order by r.next_run_at nulls first limit p_limit
$$;
