-- A certificate of deletion as a signed note (https://c2sp.org/signed-note), and the key that verifies it: kept with it,
-- because an installation may sign with another key later. Null of those from before.
alter table deletion_certificate
  add column note text,
  add column verifier_key text,
  add constraint deletion_certificate_signed check ((note is null) = (verifier_key is null));

grant create on schema resolve to chittysync_resolver;

drop function resolve.complete_certificate(text, text, timestamptz);
create function resolve.complete_certificate(p_document text, p_hash text, p_note text, p_verifier_key text, p_at timestamptz)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  update public.deletion_certificate
     set document = p_document, hash = p_hash, note = p_note, verifier_key = p_verifier_key, purged_at = p_at
   where organization_id = nullif(current_setting('app.org', true), '')::uuid and purged_at is null
$$;

-- Public keys: whoever holds a certificate may ask for them.
create function resolve.verifier_keys() returns setof text
  language sql stable security definer set search_path = pg_catalog, public as $$
  select verifier_key from public.deletion_certificate where verifier_key is not null
   group by verifier_key order by max(purged_at) desc
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'resolve.complete_certificate(text, text, text, text, timestamptz)',
    'resolve.verifier_keys()'
  ]::regprocedure[] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
