-- What a provider has opened ends when it is turned off, set up anew or deleted, and does not come back with it.
grant delete on identity to chittysync_resolver;
grant create on schema resolve to chittysync_resolver;

-- Ends the sessions that a provider of the transaction's organization has opened and whatever is on its way by it; with
-- p_identities also who is who there, as far as that is the provider's own to tell (SAML). Answers how many of each.
create function resolve.end_sign_ins_by(p_provider uuid, p_identities boolean)
  returns table (sessions integer, identities integer)
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  sessions := 0;
  identities := 0;
  if exists (select from public.identity_provider p where p.id = p_provider
              and p.organization_id = nullif(current_setting('app.org', true), '')::uuid) then
    delete from public.sign_in_flow where provider_id = p_provider;
    delete from public.identity_claim where provider_id = p_provider;
    delete from public.session where identity_provider_id = p_provider;
    get diagnostics sessions = row_count;
    if p_identities then
      delete from public.identity where provider_id = p_provider and issuer like 'saml:%';
      get diagnostics identities = row_count;
    end if;
  end if;
  return next;
end
$$;

alter function resolve.end_sign_ins_by(uuid, boolean) owner to chittysync_resolver;
revoke all on function resolve.end_sign_ins_by(uuid, boolean) from public;
grant execute on function resolve.end_sign_ins_by(uuid, boolean) to chittysync_app;
revoke create on schema resolve from chittysync_resolver;
