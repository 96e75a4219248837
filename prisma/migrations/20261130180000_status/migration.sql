-- How this installation did, every five minutes: nobody's organization, and nothing of any.
CREATE TABLE "status_sample" (
    "component" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,

    CONSTRAINT "status_sample_pkey" PRIMARY KEY ("component", "at")
);

-- CreateIndex
CREATE INDEX "run_finished_at_idx" ON "run"("finished_at");

grant create on schema resolve to chittysync_resolver;
grant select, insert, delete on status_sample to chittysync_resolver;

-- What the work of all organizations looks like from outside, in numbers alone. Runs that wait for a connection that its
-- owner has to mend are as they should be.
create function resolve.work_now(p_late_before timestamptz, p_since timestamptz)
  returns table (late int, ended int, failed int, providers jsonb)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select (select count(*)::int from resolve.stranded_runs(p_late_before, 1000)),
         count(*) filter (where n.status in ('done', 'done-with-issues', 'failed', 'stopped'))::int,
         count(*) filter (where n.status = 'failed')::int,
         (select coalesce(jsonb_object_agg(used.provider, jsonb_build_array(used.stalled, used.buckets)), '{}'::jsonb)
            from (select case when b.id like 'notion:%' then 'notion' else 'google' end as provider,
                         count(*) filter (where b.stalled_until > resolve.now_ms()) as stalled, count(*) as buckets
                    from public.provider_bucket b
                   where b.part_of is null and b.seen_at > resolve.now_ms() - 300000 group by 1) used)
    from public.run n where n.finished_at >= p_since
$$;

-- One sample of each component for a moment; a second one of the same moment changes nothing.
create function resolve.note_status(p_at timestamptz, p_components text[], p_states text[])
  returns void language sql security definer set search_path = pg_catalog, public as $$
  insert into public.status_sample (component, at, state)
  select c, p_at, s from unnest(p_components, p_states) as given (c, s)
  on conflict do nothing
$$;

-- The days since then, and the last sample of each component.
create function resolve.status_days(p_since timestamptz)
  returns table (component text, day date, up int, degraded int, down int, last_state text, last_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select s.component, (s.at at time zone 'UTC')::date,
         count(*) filter (where s.state = 'up')::int, count(*) filter (where s.state = 'degraded')::int,
         count(*) filter (where s.state = 'down')::int,
         (array_agg(s.state order by s.at desc))[1], max(s.at)
    from public.status_sample s where s.at >= p_since group by 1, 2 order by 1, 2
$$;

create function resolve.sweep_status(p_before timestamptz)
  returns int language sql security definer set search_path = pg_catalog, public as $$
  with gone as (delete from public.status_sample where at < p_before returning 1) select count(*)::int from gone
$$;

do $$
declare
  f regprocedure;
begin
  foreach f in array array[
    'resolve.work_now(timestamptz, timestamptz)',
    'resolve.note_status(timestamptz, text[], text[])',
    'resolve.status_days(timestamptz)',
    'resolve.sweep_status(timestamptz)'
  ]::regprocedure[] loop
    execute format('alter function %s owner to chittysync_resolver', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to chittysync_app', f);
  end loop;
end
$$;
revoke create on schema resolve from chittysync_resolver;
