-- An organization that is being deleted stands still for its grace, and is then removed in batches.
alter table organization
  add column closing_since timestamptz(6),
  -- Public id of the person who asked.
  add column closing_by text,
  -- When the grace ends.
  add column purge_at timestamptz(6),
  -- When its removal began: from here there is no way back.
  add column purging_since timestamptz(6),
  add constraint organization_closing check (
    (closing_since is null) = (purge_at is null) and (closing_since is null) = (closing_by is null)
    and (purging_since is null or closing_since is not null));
create index organization_purge_at_idx on organization (purge_at) where purge_at is not null;

-- What is left of an organization that was deleted, for those who owned it: nobody's tenant table.
create table deletion_certificate (
  organization_id uuid primary key,
  name text not null,
  asked_at timestamptz(6) not null,
  asked_by text not null,
  due_at timestamptz(6) not null,
  begun_at timestamptz(6) not null,
  -- Who may have it.
  owners uuid[] not null,
  -- Rows removed so far, by table; `ledger.entry` counts payloads that were erased.
  removed jsonb not null default '{}',
  purged_at timestamptz(6),
  -- The certificate as it is handed out, and the SHA-256 of that text.
  document text,
  hash text,
  constraint deletion_certificate_whole check ((purged_at is null) = (document is null) and (document is null) = (hash is null))
);
create index deletion_certificate_owners on deletion_certificate using gin (owners);

-- What is found before the organization is known is not found of one that is being deleted: no run of it is due, none is
-- picked up again, its schemas and invitations are not there.
do $$
declare
  t text;
begin
  foreach t in array array['registry', 'run', 'schema_version', 'invitation'] loop
    execute format('alter policy resolver on public.%I using
      (organization_id not in (select o.id from public.organization o where o.closing_since is not null))', t);
  end loop;
end
$$;

grant select, insert, update on deletion_certificate to chittysync_resolver;
grant create on schema resolve to chittysync_resolver;

drop function resolve.api_key(text);
create function resolve.api_key(p_hash text)
  returns table (organization_id uuid, id uuid, scopes text[], person_id uuid, role text,
                 addresses text[], last_used_at timestamptz, is_closing boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select k.organization_id, k.id, k.scopes, k.person_id, m.role, k.addresses, k.last_used_at, o.closing_since is not null
    from public.api_key k
    join public.organization o on o.id = k.organization_id
    left join public.member m on m.organization_id = k.organization_id and m.person_id = k.person_id
   where k.hash = p_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
     and (k.person_id is null or m.person_id is not null)
$$;

drop function resolve.organizations_of(uuid);
create function resolve.organizations_of(p_person uuid)
  returns table (organization_id uuid, name text, plan text, role text, is_closing boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.name, o.plan, m.role, o.closing_since is not null
    from public.member m join public.organization o on o.id = m.organization_id
   where m.person_id = p_person order by o.closing_since is not null, o.name, o.id
$$;

drop function resolve.memberships_of(uuid);
create function resolve.memberships_of(p_person uuid)
  returns table (organization_id uuid, name text, plan text, role text, is_closing boolean,
                 required_provider_ids uuid[], is_break_glass boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.organization_id, o.name, o.plan, o.role, o.is_closing,
         array(select q.provider_id from public.sign_in_requirement q where q.organization_id = o.organization_id),
         m.is_break_glass
    from resolve.organizations_of(p_person) o
    join public.member m on m.organization_id = o.organization_id and m.person_id = p_person
   order by o.is_closing, o.name, o.organization_id
$$;

-- Organizations whose grace is over, and those whose removal was begun; ids only.
create function resolve.organizations_to_purge(p_now timestamptz, p_limit int)
  returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id from public.organization o where o.purge_at <= p_now order by o.purge_at, o.id limit p_limit
$$;

-- The certificate of the transaction's organization, as it begins: who it was, who asked, who may have it. Once.
create function resolve.begin_certificate()
  returns void language sql security definer set search_path = pg_catalog, public as $$
  insert into public.deletion_certificate (organization_id, name, asked_at, asked_by, due_at, begun_at, owners)
  select o.id, o.name, o.closing_since, o.closing_by, o.purge_at, o.purging_since,
         (select coalesce(array_agg(m.person_id order by m.person_id), '{}') from public.member m
           where m.organization_id = o.id and m.role = 'owner')
    from public.organization o
   where o.id = nullif(current_setting('app.org', true), '')::uuid and o.purging_since is not null
  on conflict do nothing
$$;

-- Adds to what was removed of a table. Nothing is added to a certificate that is whole.
create function resolve.note_removed(p_table text, p_rows bigint)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  update public.deletion_certificate
     set removed = removed || jsonb_build_object(p_table, coalesce((removed ->> p_table)::bigint, 0) + p_rows)
   where organization_id = nullif(current_setting('app.org', true), '')::uuid and purged_at is null
$$;

create function resolve.complete_certificate(p_document text, p_hash text, p_at timestamptz)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  update public.deletion_certificate set document = p_document, hash = p_hash, purged_at = p_at
   where organization_id = nullif(current_setting('app.org', true), '')::uuid and purged_at is null
$$;

create function resolve.deletion_certificate(p_organization uuid)
  returns setof public.deletion_certificate
  language sql stable security definer set search_path = pg_catalog, public as $$
  select * from public.deletion_certificate where organization_id = p_organization
$$;

-- The certificates that a person may have: of organizations that he owned when they were removed.
create function resolve.deletion_certificates_of(p_person uuid)
  returns setof public.deletion_certificate
  language sql stable security definer set search_path = pg_catalog, public as $$
  select * from public.deletion_certificate
   where owners @> array[p_person] and purged_at is not null order by purged_at desc
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'resolve.api_key(text)',
    'resolve.organizations_of(uuid)',
    'resolve.memberships_of(uuid)',
    'resolve.organizations_to_purge(timestamptz, int)',
    'resolve.begin_certificate()',
    'resolve.note_removed(text, bigint)',
    'resolve.complete_certificate(text, text, timestamptz)',
    'resolve.deletion_certificate(uuid)',
    'resolve.deletion_certificates_of(uuid)'
  ]::regprocedure[] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;

-- The history of rows only grows, but for an organization that is being removed. Answers how many versions went.
create function rows.purge_versions(p_limit int)
  returns bigint language plpgsql security definer set search_path = pg_catalog, rows as $$
declare
  org uuid := nullif(current_setting('app.org', true), '')::uuid;
  gone bigint;
begin
  if not exists (select from public.organization where id = org and purging_since is not null) then
    raise exception 'history is removed with its organization alone' using errcode = 'insufficient_privilege';
  end if;
  delete from rows.row_version v where v.organization_id = org and v.ctid in
    (select o.ctid from rows.row_version o where o.organization_id = org limit p_limit);
  get diagnostics gone = row_count;
  return gone;
end
$$;
revoke all on function rows.purge_versions(int) from public;
grant execute on function rows.purge_versions(int) to chittysync_app;

-- The ledger of an organization that is being removed keeps its leaves, which hold commitments, and loses what they commit
-- to. The trigger lets that one change through, and only from the function below.
grant update (payload, salt) on ledger.entry to chittysync_ledger;
grant select (id, purging_since) on public.organization to chittysync_ledger;
grant usage on schema public to chittysync_ledger;

create or replace function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_user = 'chittysync_ledger' then
    if new.payload is null and new.salt is null
       and (to_jsonb(new) - 'payload' - 'salt') = (to_jsonb(old) - 'payload' - 'salt') then
      return new;
    end if;
  end if;
  raise exception 'the ledger only grows: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;

-- Erases payloads and salts from p_from on, p_limit of them; answers how many entries it went over.
create function ledger.erase_payloads(p_from bigint, p_limit int) returns bigint
  language plpgsql security definer set search_path = pg_catalog, ledger as $$
declare
  org uuid := nullif(current_setting('app.org', true), '')::uuid;
  erased bigint;
begin
  if not exists (select from public.organization where id = org and purging_since is not null) then
    raise exception 'payloads are erased with their organization alone' using errcode = 'insufficient_privilege';
  end if;
  update ledger.entry set payload = null, salt = null
   where organization_id = org and seq >= p_from and seq < p_from + p_limit;
  get diagnostics erased = row_count;
  return erased;
end
$$;

grant create on schema ledger to chittysync_ledger;
alter function ledger.erase_payloads(bigint, int) owner to chittysync_ledger;
revoke all on function ledger.erase_payloads(bigint, int) from public;
grant execute on function ledger.erase_payloads(bigint, int) to chittysync_app;
revoke create on schema ledger from chittysync_ledger;
