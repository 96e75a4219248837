-- Whether a provider's organization is being deleted: its members still come in, to keep it or to look, and nobody joins.
grant create on schema resolve to chittysync_resolver;
drop function resolve.identity_provider(uuid);
create function resolve.identity_provider(p_id uuid)
  returns table (organization_id uuid, organization_name text, is_closing boolean, id uuid, kind text, name text,
                 config jsonb, sealed_secret text, enabled boolean, configured_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.name, o.closing_since is not null, p.id, p.kind, p.name, p.config, p.sealed_secret, p.enabled,
         p.configured_at
    from public.identity_provider p join public.organization o on o.id = p.organization_id where p.id = p_id
$$;
alter function resolve.identity_provider(uuid) owner to chittysync_resolver;
revoke all on function resolve.identity_provider(uuid) from public;
grant execute on function resolve.identity_provider(uuid) to chittysync_app;
revoke create on schema resolve from chittysync_resolver;
