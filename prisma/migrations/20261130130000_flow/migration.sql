-- Where the values of an operation were edited, and when: {"<side>": {"at", "told", "waitedMs"}}; null = on no side.
alter table rows.plan add column sources jsonb;
create index plan_place on rows.plan (organization_id, row_id, side_id, run_id);
drop index rows.plan_row;

-- Rows written from side to side, by the hour (by the day once they are old). from_side = to_side: the value came from no
-- side; a person ordered it.
create table rows.flow (
  organization_id uuid not null,
  registry_id uuid not null,
  hour timestamptz not null,
  from_side uuid not null,
  to_side uuid not null,
  done integer not null,
  failed integer not null,
  primary key (organization_id, registry_id, hour, from_side, to_side),
  foreign key (organization_id, registry_id) references public.registry (organization_id, id) on delete cascade
);

-- How long edits took to arrive, as histograms that merge by addition: {"<part> <bucket>": count}, the bucket one of
-- lib/engine/latency-buckets.ts. One line for all parts: a screen reads a month of them. Parts: total, wait (for the run
-- and for people), theirs (for the systems), ours. told = from the system's own time of the edit, else from when it was
-- first seen.
create table rows.latency (
  organization_id uuid not null,
  registry_id uuid not null,
  hour timestamptz not null,
  from_side uuid not null,
  to_side uuid not null,
  told boolean not null,
  counts jsonb not null,
  primary key (organization_id, registry_id, hour, from_side, to_side, told),
  foreign key (organization_id, registry_id) references public.registry (organization_id, id) on delete cascade
);

-- Two objects of counts, added key by key.
create function rows.add_counts(a jsonb, b jsonb) returns jsonb
  language sql immutable set search_path = pg_catalog as $$
  select coalesce(jsonb_object_agg(key, count), '{}')
    from (select key, sum(value::int) as count
            from (select * from jsonb_each_text(a) union all select * from jsonb_each_text(b)) each group by key) added
$$;
create aggregate rows.sum_counts(jsonb) (sfunc = rows.add_counts, stype = jsonb, initcond = '{}');
revoke all on function rows.add_counts(jsonb, jsonb), rows.sum_counts(jsonb) from public;
grant execute on function rows.add_counts(jsonb, jsonb), rows.sum_counts(jsonb) to chittysync_app;

do $$
declare
  t text;
begin
  foreach t in array array['flow', 'latency'] loop
    execute format('alter table rows.%I enable row level security', t);
    execute format('alter table rows.%I force row level security', t);
    execute format($p$create policy tenant on rows.%I
      using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
      with check (organization_id = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
    execute format('grant select, insert, update, delete on rows.%I to chittysync_app', t);
  end loop;
end
$$;

-- The last runs of a kind, of a registry that has ten thousand.
create index run_of_kind on public.run (organization_id, registry_id, kind, finished_at);
-- Held plans, and those that people were asked about, among ten thousand runs.
create index run_asked on public.run (organization_id, registry_id, created_at) where status = 'held' or decided_by is not null;

-- Organizations with lines by the hour that are old enough to be kept by the day, or to be forgotten.
grant usage on schema rows to chittysync_resolver;
grant select on rows.flow to chittysync_resolver;
create policy resolver on rows.flow for select to chittysync_resolver using (true);
create index flow_by_hour on rows.flow (hour);
grant create on schema resolve to chittysync_resolver;
create function resolve.organizations_with_old_flow(p_before timestamptz, p_forgotten timestamptz, p_limit int)
  returns table (organization_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct f.organization_id from rows.flow f
   where f.hour < p_before and (f.hour < p_forgotten or f.hour <> date_trunc('day', f.hour, 'UTC')) limit p_limit
$$;
alter function resolve.organizations_with_old_flow(timestamptz, timestamptz, int) owner to chittysync_resolver;
revoke all on function resolve.organizations_with_old_flow(timestamptz, timestamptz, int) from public;
grant execute on function resolve.organizations_with_old_flow(timestamptz, timestamptz, int) to chittysync_app;
revoke create on schema resolve from chittysync_resolver;
