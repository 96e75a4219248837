-- What a SAML identity provider has told, from its post until the browser that asked comes for it.
CREATE TABLE "saml_answer" (
    "key_hash" TEXT NOT NULL,
    "provider_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT,
    "name" TEXT,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "saml_answer_pkey" PRIMARY KEY ("key_hash")
);
CREATE INDEX "saml_answer_expires_at_idx" ON "saml_answer"("expires_at");

-- Assertions that were believed, so that none is a second time.
CREATE TABLE "saml_assertion" (
    "provider_id" UUID NOT NULL,
    "assertion_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "saml_assertion_pkey" PRIMARY KEY ("provider_id","assertion_hash")
);
CREATE INDEX "saml_assertion_expires_at_idx" ON "saml_assertion"("expires_at");

grant select, insert, delete on saml_answer, saml_assertion to chittysync_resolver;
grant create on schema resolve to chittysync_resolver;

-- Whether a flow to that provider waits for its answer. Takes nothing: whoever posts nonsense ends nobody's sign-in.
create function resolve.sign_in_flow_waits(p_key_hash text, p_provider uuid)
  returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.sign_in_flow
                  where key_hash = p_key_hash and provider_id = p_provider and expires_at > now())
$$;

-- Keeps the first answer to a flow that waits, by an assertion that was not seen before; of several at once, one.
create function resolve.place_saml_answer(p_key_hash text, p_provider uuid, p_assertion_hash text, p_seen_until timestamptz,
    p_subject text, p_email text, p_name text, p_expires timestamptz)
  returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not resolve.sign_in_flow_waits(p_key_hash, p_provider) then
    return false;
  end if;
  insert into public.saml_assertion values (p_provider, p_assertion_hash, p_seen_until) on conflict do nothing;
  if not found then
    return false;
  end if;
  insert into public.saml_answer values (p_key_hash, p_provider, p_subject, p_email, p_name, p_expires)
    on conflict do nothing;
  return found;
end
$$;

-- Takes the answer away; no line for one that is unknown, taken or over.
create function resolve.take_saml_answer(p_key_hash text)
  returns table (provider_id uuid, subject text, email text, name text)
  language sql security definer set search_path = pg_catalog, public as $$
  with taken as (delete from public.saml_answer a where a.key_hash = p_key_hash returning a.*)
  select t.provider_id, t.subject, t.email, t.name from taken t where t.expires_at > now()
$$;

-- Forgets what is over; answers how many assertions.
create function resolve.sweep_saml(p_now timestamptz)
  returns integer language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  gone integer;
begin
  delete from public.saml_answer where expires_at < p_now;
  delete from public.saml_assertion where expires_at < p_now;
  get diagnostics gone = row_count;
  return gone;
end
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'resolve.sign_in_flow_waits(text, uuid)',
    'resolve.place_saml_answer(text, uuid, text, timestamptz, text, text, text, timestamptz)',
    'resolve.take_saml_answer(text)',
    'resolve.sweep_saml(timestamptz)'
  ]::regprocedure[] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
