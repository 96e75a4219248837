-- People see who they are elsewhere and take it away. An id of its own, because issuer and subject stay here.
ALTER TABLE "identity" ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid();
CREATE UNIQUE INDEX "identity_id_key" ON "identity"("id");

grant delete on identity to chittysync_resolver;
grant create on schema resolve to chittysync_resolver;

-- Who the person is elsewhere, the last linked first; the names are those of the provider that told of it last.
create function resolve.identities_of(p_person uuid)
  returns table (id uuid, issuer text, linked_at timestamptz, used_at timestamptz, provider_name text,
                 organization_name text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select i.id, i.issuer, i.created_at, i.used_at, p.name, o.name
    from public.identity i
    left join public.identity_provider p on p.id = i.provider_id
    left join public.organization o on o.id = p.organization_id
   where i.person_id = p_person order by i.created_at desc, i.id
$$;

-- Takes an identity from its person, and answers whose word it was; no line for what is not his.
create function resolve.unlink_identity(p_person uuid, p_id uuid)
  returns table (issuer text, provider_id uuid)
  language sql security definer set search_path = pg_catalog, public as $$
  delete from public.identity i where i.person_id = p_person and i.id = p_id returning i.issuer, i.provider_id
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'resolve.identities_of(uuid)',
    'resolve.unlink_identity(uuid, uuid)'
  ]::regprocedure[] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
