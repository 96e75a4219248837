-- How people sign in and join organizations. Tokens are random and stored as hashes only.
ALTER TABLE "person" ADD COLUMN "verified_at" TIMESTAMPTZ(6);

ALTER TABLE "session" ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN "seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;
CREATE UNIQUE INDEX "session_id_key" ON "session"("id");

-- Who somebody is elsewhere. A person is found by issuer and subject, never by the address that an issuer tells.
CREATE TABLE "identity" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("issuer","subject")
);
CREATE INDEX "identity_person_id_idx" ON "identity"("person_id");

CREATE TABLE "sign_in_token" (
    "token_hash" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sign_in_token_pkey" PRIMARY KEY ("token_hash")
);
CREATE INDEX "sign_in_token_expires_at_idx" ON "sign_in_token"("expires_at");

CREATE TABLE "invitation" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");
CREATE UNIQUE INDEX "invitation_organization_id_email_key" ON "invitation"("organization_id", "email");
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

alter table invitation enable row level security;
alter table invitation force row level security;
create policy tenant on invitation
  using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
  with check (organization_id = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert, update, delete on invitation to chittysync_app;
create policy resolver on invitation for select to chittysync_resolver using (true);
grant select on invitation to chittysync_resolver;

grant update on person, session to chittysync_resolver;
grant select, insert on identity to chittysync_resolver;
grant select, insert, delete on sign_in_token to chittysync_resolver;
grant create on schema resolve to chittysync_resolver;

create function resolve.place_sign_in_token(p_token_hash text, p_email text, p_expires timestamptz)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  delete from public.sign_in_token where expires_at < now();
  insert into public.sign_in_token (token_hash, email, expires_at) values (p_token_hash, p_email, p_expires)
$$;

-- Takes the token away, so that it is used once; no line for one that is unknown, used or over.
create function resolve.take_sign_in_token(p_token_hash text, p_email text)
  returns table (expires_at timestamptz) language sql security definer set search_path = pg_catalog, public as $$
  delete from public.sign_in_token t
   where t.token_hash = p_token_hash and t.email = p_email and t.expires_at > now() returning t.expires_at
$$;

create function resolve.person_by_id(p_person uuid)
  returns table (person_id uuid, email text, name text, verified_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select id, email, name, verified_at from public.person where id = p_person
$$;

create function resolve.person_by_email(p_email text)
  returns table (person_id uuid, email text, name text, verified_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select id, email, name, verified_at from public.person where email = lower(p_email)
$$;

-- The person has proven to read mail at the address.
create function resolve.verify_person(p_person uuid)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  update public.person set verified_at = coalesce(verified_at, now()) where id = p_person
$$;

create function resolve.name_person(p_person uuid, p_name text)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  update public.person set name = p_name where id = p_person
$$;

create function resolve.person_of_identity(p_issuer text, p_subject text)
  returns table (person_id uuid, email text, name text, verified_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.email, p.name, p.verified_at
    from public.identity i join public.person p on p.id = i.person_id
   where i.issuer = p_issuer and i.subject = p_subject
$$;

create function resolve.link_identity(p_issuer text, p_subject text, p_person uuid)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  insert into public.identity (issuer, subject, person_id) values (p_issuer, p_subject, p_person)
$$;

-- When the session was last seen, so that it is noted at most once a minute.
drop function resolve.session(text);
create function resolve.session(p_token_hash text)
  returns table (person_id uuid, email text, name text, expires_at timestamptz, seen_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.email, p.name, s.expires_at, s.seen_at
    from public.session s join public.person p on p.id = s.person_id
   where s.token_hash = p_token_hash and s.expires_at > now()
$$;

create function resolve.see_session(p_token_hash text)
  returns void language sql security definer set search_path = pg_catalog, public as $$
  update public.session set seen_at = now() where token_hash = p_token_hash and seen_at < now() - interval '1 minute'
$$;

create function resolve.sessions_of(p_person uuid)
  returns table (id uuid, token_hash text, created_at timestamptz, seen_at timestamptz, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select id, token_hash, created_at, seen_at, expires_at from public.session
   where person_id = p_person and expires_at > now() order by seen_at desc
$$;

-- Ends one session of the person, or all but one; answers how many.
create function resolve.close_sessions_of(p_person uuid, p_id uuid, p_except text)
  returns integer language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  ended integer;
begin
  delete from public.session
   where person_id = p_person and (p_id is null or id = p_id) and (p_except is null or token_hash <> p_except);
  get diagnostics ended = row_count;
  return ended;
end
$$;

-- Who is in an organization, with names and addresses.
create function resolve.members_of(p_organization uuid)
  returns table (person_id uuid, email text, name text, role text, created_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.email, p.name, m.role, m.created_at
    from public.member m join public.person p on p.id = m.person_id
   where m.organization_id = p_organization order by m.created_at, p.email
$$;

-- What an invitation's token invites to; one that is over is not found.
create function resolve.invitation(p_token_hash text)
  returns table (organization_id uuid, organization_name text, id uuid, email text, role text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select i.organization_id, o.name, i.id, i.email, i.role
    from public.invitation i join public.organization o on o.id = i.organization_id
   where i.token_hash = p_token_hash and i.expires_at > now()
$$;

do $$
declare
  f text;
begin
  foreach f in array array[
    'place_sign_in_token(text, text, timestamptz)', 'take_sign_in_token(text, text)', 'person_by_id(uuid)',
    'person_by_email(text)', 'verify_person(uuid)', 'name_person(uuid, text)', 'person_of_identity(text, text)',
    'link_identity(text, text, uuid)', 'session(text)', 'see_session(text)', 'sessions_of(uuid)', 'close_sessions_of(uuid, uuid, text)',
    'members_of(uuid)', 'invitation(text)'] loop
    execute format('alter function resolve.%s owner to chittysync_resolver', f);
    execute format('revoke all on function resolve.%s from public', f);
    execute format('grant execute on function resolve.%s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
