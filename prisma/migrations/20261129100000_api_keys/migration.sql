-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "addresses" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "last_used_at" TIMESTAMPTZ(6),
ADD COLUMN     "made_by" TEXT,
ADD COLUMN     "revoked_at" TIMESTAMPTZ(6);

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- Unlogged: a bucket that a crash forgets is a full one. No index on full_at, so that a take is a HOT update.
CREATE UNLOGGED TABLE "rate_bucket" (
    "id" TEXT NOT NULL,
    "full_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "rate_bucket_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 50);

grant create on schema resolve to chittysync_resolver;
grant select, insert, update, delete on rate_bucket to chittysync_resolver;
grant select on idempotency_key to chittysync_resolver;
create policy resolver on idempotency_key for select to chittysync_resolver using (true);

-- Who a key speaks for. Expired and revoked keys are not found, nor is a person's whose membership has ended: without
-- a role it would pass for a service key.
drop function resolve.api_key(text);
create function resolve.api_key(p_hash text)
  returns table (organization_id uuid, id uuid, scopes text[], person_id uuid, role text,
                 addresses text[], last_used_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select k.organization_id, k.id, k.scopes, k.person_id, m.role, k.addresses, k.last_used_at
    from public.api_key k
    left join public.member m on m.organization_id = k.organization_id and m.person_id = k.person_id
   where k.hash = p_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
     and (k.person_id is null or m.person_id is not null)
$$;

-- Takes one token from each bucket in turn and stops at the first that has none, which loses none (GCRA: a bucket is
-- the moment when it will be full again). A bucket gains a token every p_interval_ms and holds p_burst of them.
-- Callers name their buckets in one order of kinds, so that no two wait for each other.
create function resolve.take_tokens(p_ids text[], p_interval_ms float8[], p_burst int[], p_now timestamptz)
  returns table (is_taken boolean, full_in_ms float8)
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  t timestamptz := coalesce(p_now, clock_timestamp());
  every interval;
  full_at timestamptz;
begin
  for i in 1 .. cardinality(p_ids) loop
    every := make_interval(secs => p_interval_ms[i] / 1000);
    insert into public.rate_bucket as b (id, full_at) values (p_ids[i], t + every)
      on conflict (id) do update set full_at = greatest(b.full_at, t) + every
        where greatest(b.full_at, t) + every <= t + every * p_burst[i]
      returning b.full_at into full_at;
    is_taken := found;
    if not is_taken then
      select b.full_at into full_at from public.rate_bucket b where b.id = p_ids[i];
    end if;
    full_in_ms := coalesce(extract(epoch from full_at - t) * 1000, 0);
    return next;
    exit when not is_taken;
  end loop;
end
$$;

-- A full bucket says nothing that no bucket does not say. One that is being taken from is left.
create function resolve.sweep_buckets(p_now timestamptz)
  returns int language sql security definer set search_path = pg_catalog, public as $$
  with old as (select id from public.rate_bucket where full_at <= p_now for update skip locked),
  gone as (delete from public.rate_bucket b using old where b.id = old.id returning 1)
  select count(*)::int from gone
$$;

-- Organizations that hold answers for repetition from before then; which they are is theirs alone.
create function resolve.organizations_with_old_answers(p_before timestamptz, p_limit int)
  returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct k.organization_id from public.idempotency_key k where k.created_at < p_before limit p_limit
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'resolve.api_key(text)',
    'resolve.take_tokens(text[], float8[], int[], timestamptz)',
    'resolve.sweep_buckets(timestamptz)',
    'resolve.organizations_with_old_answers(timestamptz, int)'
  ]::regprocedure[] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
