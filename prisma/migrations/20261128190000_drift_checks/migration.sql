-- Registries that have synced, are at rest and have not been compared as a whole for a day. What the schedule has asked
-- for today is not asked for again, whatever became of it.
grant create on schema resolve to chittysync_resolver;

create function resolve.due_drift_checks(p_now timestamptz, p_limit int)
  returns table (organization_id uuid, registry_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select r.organization_id, r.id
    from public.registry r
   where not r.paused and r.mode <> 'shadow' and r.state in ('up-to-date', 'up-to-date-with-issues')
     and r.baseline is not null and r.failures = 0
     and not exists (select from public.run n where n.organization_id = r.organization_id and n.registry_id = r.id
                        and (n.status in ('queued', 'running')
                          or (n.kind = 'drift-check'
                            and ((n.status = 'done' and n.finished_at > p_now - interval '24 hours')
                              or (n.trigger ->> 'type' = 'schedule'
                                and n.created_at >= date_trunc('day', p_now, 'UTC'))))))
   order by r.last_run_at limit p_limit
$$;

alter function resolve.due_drift_checks(timestamptz, int) owner to chittysync_resolver;
revoke all on function resolve.due_drift_checks(timestamptz, int) from public;
grant execute on function resolve.due_drift_checks(timestamptz, int) to chittysync_app;
revoke create on schema resolve from chittysync_resolver;
