-- What organizations are told of, where, and what is on its way.
CREATE TABLE "notification_channel" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sealed_target" TEXT,
    "level" TEXT NOT NULL DEFAULT 'warning',
    "registries" UUID[] DEFAULT ARRAY[]::UUID[],
    "issues_over" INTEGER NOT NULL DEFAULT 0,
    "digest" BOOLEAN NOT NULL DEFAULT false,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "next_digest_at" TIMESTAMPTZ(6),
    "muted_until" TIMESTAMPTZ(6),
    "confirmed_at" TIMESTAMPTZ(6),
    "failing_since" TIMESTAMPTZ(6),
    "disabled_at" TIMESTAMPTZ(6),
    "disabled_reason" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notification_channel_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "notice" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "condition" TEXT NOT NULL,
    "about" TEXT NOT NULL DEFAULT '',
    "level" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "notice_delivery" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "recipient" TEXT NOT NULL DEFAULT '',
    "message" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(6),
    "last_at" TIMESTAMPTZ(6),
    "last_code" INTEGER,
    "last_problem" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_delivery_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "notice_mute" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "channel_id" UUID,
    "registry_id" UUID,
    "recipient" TEXT,
    "until" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_mute_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "notice_organization_id_closed_at_idx" ON "notice"("organization_id", "closed_at");
CREATE INDEX "notice_delivery_organization_id_channel_id_created_at_idx" ON "notice_delivery"("organization_id", "channel_id", "created_at");
CREATE UNIQUE INDEX "notice_delivery_organization_id_channel_id_key_recipient_key" ON "notice_delivery"("organization_id", "channel_id", "key", "recipient");
ALTER TABLE "notification_channel" ADD CONSTRAINT "notification_channel_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notice" ADD CONSTRAINT "notice_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notice_delivery" ADD CONSTRAINT "notice_delivery_organization_id_channel_id_fkey" FOREIGN KEY ("organization_id", "channel_id") REFERENCES "notification_channel"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notice_mute" ADD CONSTRAINT "notice_mute_organization_id_registry_id_fkey" FOREIGN KEY ("organization_id", "registry_id") REFERENCES "registry"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notice_mute" ADD CONSTRAINT "notice_mute_organization_id_channel_id_fkey" FOREIGN KEY ("organization_id", "channel_id") REFERENCES "notification_channel"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- However many workers look at once: one notice stands for the same subject and condition.
create unique index notice_open_key on notice (organization_id, subject_id, condition, about) where closed_at is null;
create index notice_delivery_due on notice_delivery (next_at) where status = 'waiting';
create index notice_open on notice (organization_id) where closed_at is null;

do $$
declare
  t text;
begin
  foreach t in array array['notification_channel', 'notice', 'notice_delivery', 'notice_mute'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I
      using (organization_id = nullif(current_setting(''app.org'', true), '''')::uuid)
      with check (organization_id = nullif(current_setting(''app.org'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to chittysync_app', t);
  end loop;
  foreach t in array array['notification_channel', 'notice', 'notice_delivery'] loop
    execute format('create policy resolver on %I for select to chittysync_resolver using (true)', t);
    execute format('grant select on %I to chittysync_resolver', t);
  end loop;
end
$$;
grant create on schema resolve to chittysync_resolver;

-- Organizations that have a channel and something that may have to be told, or whose digest is due; by id, from
-- `p_after` on. None that is being deleted.
create function resolve.organizations_to_tell(p_now timestamptz, p_after uuid, p_limit int)
  returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id from public.organization o
   where o.id > p_after and o.closing_since is null
     and exists (select from public.notification_channel c
                  where c.organization_id = o.id and c.disabled_at is null and c.confirmed_at is not null)
     and (exists (select from public.notice n where n.organization_id = o.id and n.closed_at is null)
       or exists (select from public.registry r where r.organization_id = o.id
                     and r.state in ('held', 'stopped', 'reconnect-needed', 'over-limit', 'up-to-date-with-issues'))
       or exists (select from public.connection c where c.organization_id = o.id
                     and c.status in ('reconnect-needed', 'needs-key'))
       or exists (select from public.notification_channel c where c.organization_id = o.id and c.next_digest_at <= p_now))
   order by o.id limit p_limit
$$;

-- Messages that are to be tried now, one organization's after another's: who has many of them waits behind himself.
create function resolve.due_deliveries(p_now timestamptz, p_limit int)
  returns table (organization_id uuid, delivery_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select due.organization_id, due.id from (
    select d.organization_id, d.id, d.next_at,
           row_number() over (partition by d.organization_id order by d.next_at, d.id) as place
      from public.notice_delivery d join public.organization o on o.id = d.organization_id
     where d.status = 'waiting' and d.next_at <= p_now and o.closing_since is null
  ) due
   order by due.place, due.next_at limit p_limit
$$;

-- Organizations that hold messages from before then.
create function resolve.organizations_with_old_deliveries(p_before timestamptz, p_limit int)
  returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct d.organization_id from public.notice_delivery d
   where d.created_at < p_before and d.status <> 'waiting' limit p_limit
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'resolve.organizations_to_tell(timestamptz, uuid, int)',
    'resolve.due_deliveries(timestamptz, int)',
    'resolve.organizations_with_old_deliveries(timestamptz, int)'
  ]::regprocedure[] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
