-- How much of what the providers allow has been used. Unlogged: what a crash forgets is that calls were made, which costs
-- a refusal at most, and that tells it again. Times are milliseconds since 1970 and all arithmetic is in float8, so that
-- it is that of lib/egress/rate-budget.ts to the last bit. No index on what a call changes, so that one is a HOT update.
CREATE UNLOGGED TABLE "provider_bucket" (
    "id" TEXT NOT NULL,
    "part_of" TEXT,
    "full_at" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "per_minute" DOUBLE PRECISION,
    "stalled_until" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "minute" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "calls_before" INTEGER NOT NULL DEFAULT 0,
    "seen_at" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "provider_bucket_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 50);

-- CreateIndex
CREATE INDEX "provider_bucket_part_of_idx" ON "provider_bucket"("part_of");

grant create on schema resolve to chittysync_resolver;
grant select, insert, update, delete on provider_bucket to chittysync_resolver;

-- The database's clock in milliseconds.
create function resolve.now_ms() returns float8 language sql volatile set search_path = pg_catalog as $$
  select (extract(epoch from clock_timestamp()) * 1000)::float8
$$;

-- Takes a call from all buckets or from none; the answer is how long each has none, in ms. p_per_minute null = a bucket
-- without a number, which only stalls. A shared bucket has a row for each organization besides (p_party), locked after
-- its own; rows are locked in the order of their ids, so that no two callers wait for each other.
create function resolve.reserve_calls(p_ids text[], p_per_minute float8[], p_most float8[], p_shared boolean[],
                                      p_party text, p_is_background boolean, p_now float8)
  returns table (id text, wait_ms float8)
  language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
  burst constant float8 := 20000;
  t float8 := coalesce(p_now, resolve.now_ms());
  kept float8 := case when p_is_background then 0.2::float8 else 0 end;
  b record;
  share_full float8;
  every float8;
  debt float8;
  share_every float8;
  share_wait float8;
  own float8;
  clock_minute float8;
  now_calls int;
  before int;
  waits float8[] := '{}';
  names text[] := '{}';
  new_full_at float8;
  -- What each bucket becomes if all have a call.
  n_full float8[] := '{}';
  n_rate float8[] := '{}';
  n_calls int[] := '{}';
  n_before int[] := '{}';
  n_share float8[] := '{}';
begin
  for b in
    with asked as (
      select a.* from unnest(p_ids, p_per_minute, p_most, p_shared) as a (id, starts, most, shared)
    ), held as (
      insert into public.provider_bucket as k (id, per_minute, seen_at)
      select a.id, a.starts, t from asked a order by a.id
      on conflict (id) do update set seen_at = greatest(k.seen_at, excluded.seen_at)
      returning k.*
    )
    select h.*, a.starts, a.most, a.shared from held h join asked a on a.id = h.id order by h.id
  loop
    -- Whoever waited for the rows asks later than it thought.
    if p_now is null then t := greatest(t, resolve.now_ms()); end if;
    clock_minute := floor(t / 60000);
    now_calls := case when b.minute = clock_minute then b.calls else 0 end;
    before := case when b.minute = clock_minute then b.calls_before
                   when b.minute = clock_minute - 1 then b.calls else 0 end;
    new_full_at := b.full_at;
    share_wait := null;
    own := 0;
    if b.per_minute is not null and b.starts is not null then
      every := 60000 / (0.985::float8 * b.per_minute);
      debt := greatest(0, b.full_at - t);
      own := greatest(0, debt + every - burst * (1 - kept));
      if b.shared then
        insert into public.provider_bucket as k (id, part_of, seen_at) values (b.id || ' of ' || p_party, b.id, t)
          on conflict (id) do update set seen_at = greatest(k.seen_at, excluded.seen_at)
          returning k.full_at into share_full;
        select count(*)::float8 as parties into share_every
          from public.provider_bucket k where k.part_of = b.id and k.seen_at > t - 60000;
        share_every := every * share_every;
        share_wait := greatest(0, greatest(0, share_full - t) + share_every - greatest(burst, share_every * 3));
        own := least(greatest(0, debt + every - burst * (1 - kept - 0.2::float8)), greatest(own, share_wait));
      end if;
      new_full_at := greatest(b.full_at, t) + every;
    end if;
    names := names || b.id;
    waits := waits || greatest(0, b.stalled_until - t, own);
    n_full := n_full || new_full_at;
    n_rate := n_rate || case
      when b.per_minute is null or b.starts is null or new_full_at - t < burst / 2 then b.per_minute
      else greatest(b.per_minute, least(coalesce(b.most, b.starts), b.per_minute + (1.0::float8 / 60) * b.starts)) end;
    n_calls := n_calls || now_calls + 1;
    n_before := n_before || before;
    n_share := n_share || case
      when share_wait is null then null
      when share_wait > 0 then share_full
      else greatest(share_full, t) + share_every end;
  end loop;
  if 0 >= all (waits) then
    update public.provider_bucket k
       set full_at = n.full_at, per_minute = n.rate, minute = floor(t / 60000), calls = n.calls, calls_before = n.before
      from unnest(names, n_full, n_rate, n_calls, n_before) as n (id, full_at, rate, calls, before) where k.id = n.id;
    update public.provider_bucket k set full_at = n.full_at
      from unnest(names, n_share) as n (id, full_at)
     where n.full_at is not null and k.id = n.id || ' of ' || p_party;
  end if;
  return query select * from unnest(names, waits);
end
$$;

-- A provider refused a call: its bucket has none for anybody until then, and, where it was too many, fewer after that.
-- Refusals of the same moment count once, and no stall becomes shorter.
create function resolve.stall_calls(p_id text, p_per_minute float8, p_retry_after_ms float8, p_is_pace boolean,
                                    p_now float8)
  returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  t float8 := coalesce(p_now, resolve.now_ms());
  until float8 := coalesce(t + p_retry_after_ms, (floor(t / 60000) + 1) * 60000);
begin
  insert into public.provider_bucket as b (id, per_minute, seen_at) values (p_id, p_per_minute, t)
    on conflict (id) do update set seen_at = greatest(b.seen_at, excluded.seen_at);
  update public.provider_bucket b
     set per_minute = case when p_is_pace and b.stalled_until <= t
                           then greatest(0.1::float8 * p_per_minute, 0.7::float8 * b.per_minute) else b.per_minute end,
         stalled_until = greatest(b.stalled_until, until)
   where b.id = p_id;
end
$$;

-- What has been used of these buckets, for people to see: the minute of the clock before this one counts for the part of
-- it that is not over a minute ago. A bucket that nobody has used has no row.
create function resolve.provider_budgets(p_ids text[], p_now float8)
  returns table (id text, per_minute float8, calls float8, stalled_for_ms float8)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select b.id, b.per_minute,
         case when b.minute = floor(t / 60000) then b.calls + b.calls_before * (1 - (t / 60000 - floor(t / 60000)))
              when b.minute = floor(t / 60000) - 1 then b.calls * (1 - (t / 60000 - floor(t / 60000))) else 0 end,
         greatest(0, b.stalled_until - t)
    from public.provider_bucket b cross join (select coalesce(p_now, resolve.now_ms()) as t) clock where b.id = any (p_ids)
$$;

-- A bucket that nobody has asked for an hour says nothing any more but what was learned, which is learned anew.
create function resolve.sweep_provider_buckets()
  returns int language sql security definer set search_path = pg_catalog, public as $$
  with old as (
    select b.id from public.provider_bucket b
     where b.seen_at < resolve.now_ms() - 3600000 and greatest(b.full_at, b.stalled_until) < resolve.now_ms()
       for update skip locked
  ), gone as (delete from public.provider_bucket b using old where b.id = old.id returning 1)
  select count(*)::int from gone
$$;

do $$
declare
  f regprocedure;
begin
  execute 'alter function resolve.now_ms() owner to chittysync_resolver';
  execute 'revoke all on function resolve.now_ms() from public';
  foreach f in array array[
    'resolve.reserve_calls(text[], float8[], float8[], boolean[], text, boolean, float8)',
    'resolve.stall_calls(text, float8, float8, boolean, float8)',
    'resolve.provider_budgets(text[], float8)',
    'resolve.sweep_provider_buckets()'
  ]::regprocedure[] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
