-- What people are called in an organization that they belong to: the table itself is nobody's.
grant create on schema resolve to chittysync_resolver;

create function resolve.names_of(p_organization uuid, p_people uuid[])
  returns table (person_id uuid, name text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.name from public.member m join public.person p on p.id = m.person_id
   where m.organization_id = p_organization and p.id = any(p_people)
$$;

alter function resolve.names_of(uuid, uuid[]) owner to chittysync_resolver;
revoke all on function resolve.names_of(uuid, uuid[]) from public;
grant execute on function resolve.names_of(uuid, uuid[]) to chittysync_app;
revoke create on schema resolve from chittysync_resolver;
