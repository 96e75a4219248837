-- A proven domain is looked at each day: it is held for as long as its TXT record is there.
ALTER TABLE "organization_domain" ADD COLUMN "looked_at" TIMESTAMPTZ(6),
ADD COLUMN "missing_since" TIMESTAMPTZ(6);

grant create on schema resolve to chittysync_resolver;

-- Who has proven a domain, and by which text of its TXT record.
create function resolve.holder_of_domain(p_domain text)
  returns table (organization_id uuid, token text, is_closing boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.organization_id, d.token, o.closing_since is not null
    from public.organization_domain d join public.organization o on o.id = d.organization_id
   where d.domain = p_domain and d.verified_at is not null
$$;

-- Proven domains that nobody has looked at since then, those that wait longest first; none of an organization that is
-- being deleted, in which nothing changes.
create function resolve.domains_to_look_at(p_before timestamptz, p_limit int)
  returns table (organization_id uuid, domain text, token text, missing_since timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select d.organization_id, d.domain, d.token, d.missing_since
    from public.organization_domain d join public.organization o on o.id = d.organization_id
   where d.verified_at is not null and o.closing_since is null and coalesce(d.looked_at, d.verified_at) <= p_before
   order by coalesce(d.looked_at, d.verified_at) limit p_limit
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'resolve.holder_of_domain(text)', 'resolve.domains_to_look_at(timestamptz, int)'
  ]::regprocedure[] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
