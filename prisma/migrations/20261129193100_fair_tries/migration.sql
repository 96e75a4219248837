-- Refused connections are tried one organization's after another's: who has many of them waits behind himself.
grant create on schema resolve to chittysync_resolver;

create or replace function resolve.refused_connections(p_before timestamptz, p_limit int)
  returns table (organization_id uuid, connection_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select due.organization_id, due.id from (
    select c.organization_id, c.id, c.checked_at,
           row_number() over (partition by c.organization_id order by c.checked_at nulls first, c.id) as place
      from public.connection c
     where (c.status = 'reconnect-needed' and c.checked_at < p_before)
        or (c.status = 'needs-key' and (c.checked_at is null or c.checked_at < p_before + interval '55 minutes'))
  ) due
   order by due.place, due.checked_at nulls first limit p_limit
$$;

revoke create on schema resolve from chittysync_resolver;
