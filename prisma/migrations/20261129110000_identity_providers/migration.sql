-- Signing in by what an organization has set up: its identity providers, its domains, who must come by them.
CREATE TABLE "identity_provider" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "sealed_secret" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "configured_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_provider_pkey" PRIMARY KEY ("organization_id","id"),
    CONSTRAINT "identity_provider_kind_check" CHECK (kind in ('oidc', 'saml'))
);
CREATE UNIQUE INDEX "identity_provider_id_key" ON "identity_provider"("id");
ALTER TABLE "identity_provider" ADD CONSTRAINT "identity_provider_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "organization_domain" (
    "organization_id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verified_at" TIMESTAMPTZ(6),

    CONSTRAINT "organization_domain_pkey" PRIMARY KEY ("organization_id","domain")
);
ALTER TABLE "organization_domain" ADD CONSTRAINT "organization_domain_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Whoever may write into a domain's zone has proven it; one organization at a time.
create unique index organization_domain_verified_key on organization_domain (domain) where verified_at is not null;

-- Ways of signing in that failed, counted by the minute until the sweep writes them into the ledger.
CREATE TABLE "sign_in_failure" (
    "organization_id" UUID NOT NULL,
    "minute" TIMESTAMPTZ(6) NOT NULL,
    "way" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("organization_id","minute","way","reason")
);
ALTER TABLE "sign_in_failure" ADD CONSTRAINT "sign_in_failure_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The providers by one of which members must come; none: any way. Break-glass owners may come by any all the same.
CREATE TABLE "sign_in_requirement" (
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_requirement_pkey" PRIMARY KEY ("organization_id","provider_id")
);
ALTER TABLE "sign_in_requirement" ADD CONSTRAINT "sign_in_requirement_organization_id_provider_id_fkey" FOREIGN KEY ("organization_id", "provider_id") REFERENCES "identity_provider"("organization_id","id") ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE "sign_in_requirement" ADD CONSTRAINT "sign_in_requirement_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "member" ADD COLUMN "is_break_glass" BOOLEAN NOT NULL DEFAULT false;
alter table "member" add constraint member_break_glass_check check (not is_break_glass or role = 'owner');

-- How a session was opened; null: by a way that belongs to no organization.
ALTER TABLE "session" ADD COLUMN "identity_provider_id" UUID;
-- When somebody last came by an identity, and by whose provider.
ALTER TABLE "identity" ADD COLUMN "provider_id" UUID, ADD COLUMN "used_at" TIMESTAMPTZ(6);

-- A person on the way to an identity provider and back.
CREATE TABLE "sign_in_flow" (
    "key_hash" TEXT NOT NULL,
    "provider_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "person_id" UUID,
    "nonce" TEXT NOT NULL,
    "verifier" TEXT NOT NULL,
    "return_to" TEXT NOT NULL,
    "browser_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sign_in_flow_pkey" PRIMARY KEY ("key_hash")
);
CREATE INDEX "sign_in_flow_expires_at_idx" ON "sign_in_flow"("expires_at");

-- An identity that a provider has told, until the person whose address it names says that it is his.
CREATE TABLE "identity_claim" (
    "token_hash" TEXT NOT NULL,
    "browser_hash" TEXT NOT NULL,
    "provider_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "person_id" UUID,
    "return_to" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "identity_claim_pkey" PRIMARY KEY ("token_hash")
);
CREATE UNIQUE INDEX "identity_claim_browser_hash_key" ON "identity_claim"("browser_hash");
CREATE INDEX "identity_claim_expires_at_idx" ON "identity_claim"("expires_at");

do $$
declare
  t text;
begin
  foreach t in array array['identity_provider', 'organization_domain', 'sign_in_requirement', 'sign_in_failure'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I
      using (organization_id = nullif(current_setting(''app.org'', true), '''')::uuid)
      with check (organization_id = nullif(current_setting(''app.org'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to chittysync_app', t);
    execute format('create policy resolver on %I for select to chittysync_resolver using (true)', t);
    execute format('grant select on %I to chittysync_resolver', t);
  end loop;
end
$$;
grant select, insert, delete on sign_in_flow, identity_claim to chittysync_resolver;
grant update on identity to chittysync_resolver;
grant create on schema resolve to chittysync_resolver;

-- A provider by its id, which stands in the address that a browser comes to; nothing that is secret without the vault.
create function resolve.identity_provider(p_id uuid)
  returns table (organization_id uuid, organization_name text, id uuid, kind text, name text, config jsonb,
                 sealed_secret text, enabled boolean, configured_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.name, p.id, p.kind, p.name, p.config, p.sealed_secret, p.enabled, p.configured_at
    from public.identity_provider p join public.organization o on o.id = p.organization_id where p.id = p_id
$$;

-- The provider of the organization that has proven the domain: one that is required, else the newest.
create function resolve.provider_of_domain(p_domain text)
  returns table (id uuid, kind text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.kind
    from public.organization_domain d
    join public.identity_provider p on p.organization_id = d.organization_id and p.enabled
    left join public.sign_in_requirement q on q.organization_id = p.organization_id and q.provider_id = p.id
   where d.domain = lower(p_domain) and d.verified_at is not null
   order by q.provider_id is not null desc, p.created_at desc limit 1
$$;

create function resolve.place_sign_in_flow(p_key_hash text, p_provider uuid, p_organization uuid, p_person uuid,
    p_nonce text, p_verifier text, p_return_to text, p_browser_hash text, p_expires timestamptz)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  delete from public.sign_in_flow where expires_at < now();
  insert into public.sign_in_flow
    values (p_key_hash, p_provider, p_organization, p_person, p_nonce, p_verifier, p_return_to, p_browser_hash, p_expires)
$$;

-- Takes the flow away, whoever brings its key: it is used once, also by the wrong browser.
create function resolve.take_sign_in_flow(p_key_hash text)
  returns table (provider_id uuid, organization_id uuid, person_id uuid, nonce text, verifier text, return_to text,
                 browser_hash text)
  language sql security definer set search_path = pg_catalog, public as $$
  with taken as (delete from public.sign_in_flow f where f.key_hash = p_key_hash returning f.*)
  select t.provider_id, t.organization_id, t.person_id, t.nonce, t.verifier, t.return_to, t.browser_hash
    from taken t where t.expires_at > now()
$$;

create function resolve.place_identity_claim(p_token_hash text, p_browser_hash text, p_provider uuid, p_organization uuid,
    p_issuer text, p_subject text, p_email text, p_name text, p_person uuid, p_return_to text, p_expires timestamptz)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  delete from public.identity_claim where expires_at < now() or (issuer = p_issuer and subject = p_subject);
  insert into public.identity_claim values (p_token_hash, p_browser_hash, p_provider, p_organization, p_issuer, p_subject,
    p_email, p_name, p_person, p_return_to, p_expires)
$$;

-- What waits for a person's word, by the mailed token or by the browser's.
create function resolve.identity_claim(p_token_hash text, p_browser_hash text)
  returns table (token_hash text, provider_id uuid, organization_id uuid, issuer text, subject text, email text,
                 name text, person_id uuid, return_to text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select c.token_hash, c.provider_id, c.organization_id, c.issuer, c.subject, c.email, c.name, c.person_id, c.return_to
    from public.identity_claim c
   where (c.token_hash = p_token_hash or c.browser_hash = p_browser_hash) and c.expires_at > now()
$$;

create function resolve.take_identity_claim(p_token_hash text)
  returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  delete from public.identity_claim where token_hash = p_token_hash and expires_at > now();
  return found;
end
$$;

-- Links once: an identity that is somebody's stays his. Answers whose it is.
drop function resolve.link_identity(text, text, uuid);
create function resolve.link_identity(p_issuer text, p_subject text, p_person uuid, p_provider uuid)
  returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  holder uuid;
begin
  insert into public.identity (issuer, subject, person_id, provider_id)
    values (p_issuer, p_subject, p_person, p_provider) on conflict do nothing;
  select i.person_id into holder from public.identity i where i.issuer = p_issuer and i.subject = p_subject;
  return holder;
end
$$;

create function resolve.note_identity_use(p_issuer text, p_subject text, p_provider uuid)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  update public.identity set provider_id = p_provider, used_at = now() where issuer = p_issuer and subject = p_subject
$$;

-- Whether the person came by this provider since that moment: the provider as it is now set up.
create function resolve.came_by(p_person uuid, p_provider uuid, p_since timestamptz)
  returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.identity
                  where person_id = p_person and provider_id = p_provider and used_at >= p_since)
$$;

drop function resolve.open_session(text, uuid, timestamptz);
create function resolve.open_session(p_token_hash text, p_person uuid, p_expires timestamptz, p_provider uuid)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  insert into public.session (token_hash, person_id, expires_at, identity_provider_id)
    values (p_token_hash, p_person, p_expires, p_provider)
$$;

-- A session whose provider was turned off or deleted is over with it.
drop function resolve.session(text);
create function resolve.session(p_token_hash text)
  returns table (person_id uuid, email text, name text, expires_at timestamptz, seen_at timestamptz,
                 provider_id uuid, provider_organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.email, p.name, s.expires_at, s.seen_at, s.identity_provider_id, i.organization_id
    from public.session s join public.person p on p.id = s.person_id
    left join public.identity_provider i on i.id = s.identity_provider_id and i.enabled
   where s.token_hash = p_token_hash and s.expires_at > now()
     and (s.identity_provider_id is null or i.id is not null)
$$;

-- The person's organizations, with how each wants to be entered.
create function resolve.memberships_of(p_person uuid)
  returns table (organization_id uuid, name text, plan text, role text, required_provider_ids uuid[],
                 is_break_glass boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.organization_id, o.name, o.plan, o.role,
         array(select q.provider_id from public.sign_in_requirement q where q.organization_id = o.organization_id),
         m.is_break_glass
    from resolve.organizations_of(p_person) o
    join public.member m on m.organization_id = o.organization_id and m.person_id = p_person
   order by o.name
$$;

drop function resolve.members_of(uuid);
create function resolve.members_of(p_organization uuid)
  returns table (person_id uuid, email text, name text, role text, created_at timestamptz, is_break_glass boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.email, p.name, m.role, m.created_at, m.is_break_glass
    from public.member m join public.person p on p.id = m.person_id
   where m.organization_id = p_organization order by m.created_at, p.email
$$;

-- Organizations that failures are counted for, from before then; which they are is theirs alone.
create function resolve.organizations_with_failures(p_before timestamptz, p_limit int)
  returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct f.organization_id from public.sign_in_failure f where f.minute < p_before limit p_limit
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'resolve.identity_provider(uuid)',
    'resolve.provider_of_domain(text)',
    'resolve.place_sign_in_flow(text, uuid, uuid, uuid, text, text, text, text, timestamptz)',
    'resolve.take_sign_in_flow(text)',
    'resolve.place_identity_claim(text, text, uuid, uuid, text, text, text, text, uuid, text, timestamptz)',
    'resolve.identity_claim(text, text)',
    'resolve.take_identity_claim(text)',
    'resolve.link_identity(text, text, uuid, uuid)',
    'resolve.note_identity_use(text, text, uuid)',
    'resolve.came_by(uuid, uuid, timestamptz)',
    'resolve.open_session(text, uuid, timestamptz, uuid)',
    'resolve.session(text)',
    'resolve.memberships_of(uuid)',
    'resolve.members_of(uuid)',
    'resolve.organizations_with_failures(timestamptz, int)'
  ]::regprocedure[] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
