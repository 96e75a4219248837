-- Since when the organization has more rows than its plan holds; null = it does not.
alter table public.organization add column rows_over_since timestamptz(6);

-- A registry that is over its plan's limit is not run until there is room again, whatever has changed meanwhile.
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
   order by r.next_run_at nulls first limit p_limit
$$;
