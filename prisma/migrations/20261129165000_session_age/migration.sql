-- When the session was opened: what opens ways in wants a sign-in of just now.
grant create on schema resolve to chittysync_resolver;
drop function resolve.session(text);
create function resolve.session(p_token_hash text)
  returns table (person_id uuid, email text, name text, expires_at timestamptz, seen_at timestamptz,
                 opened_at timestamptz, provider_id uuid, provider_organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.email, p.name, s.expires_at, s.seen_at, s.created_at, s.identity_provider_id, i.organization_id
    from public.session s join public.person p on p.id = s.person_id
    left join public.identity_provider i on i.id = s.identity_provider_id and i.enabled
   where s.token_hash = p_token_hash and s.expires_at > now()
     and (s.identity_provider_id is null or i.id is not null)
$$;
alter function resolve.session(text) owner to chittysync_resolver;
revoke all on function resolve.session(text) from public;
grant execute on function resolve.session(text) to chittysync_app;
revoke create on schema resolve from chittysync_resolver;
