-- Makes the demo's organization a large one, out of what its own first syncs left: 100,000 rows over 3 registries, 10,000
-- runs, 5,000 open conflicts, 5,000 open issues, 70 days of measures. Run within app.org; once.

-- No run shall come by itself.
update registry set schedule = 'manual', next_run_at = null, dirty = false;

insert into registry
select made.* from registry r,
  lateral jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'name', 'Towns')) made
 where r.name = 'Cities';

insert into side
select made.* from registry r, registry towns, side s,
  lateral jsonb_populate_record(s, jsonb_build_object(
    'id', gen_random_uuid(), 'registry_id', towns.id, 'place', s.place || ' (towns)')) made
 where r.name = 'Cities' and towns.name = 'Towns' and s.registry_id = r.id;

-- 60,000 rows in the largest registry, 20,000 in each of the others, with the cells of the demo's own under other keys.
insert into rows.base (organization_id, registry_id, row_id, key, hash, cells, origins)
select r.organization_id, r.id, gen_random_uuid(), jsonb_build_array(v.key)::text, md5(v.key),
       model.cells || jsonb_build_object(r.key[1], v.key), model.origins
  from registry r
  join registry like_it on like_it.name = case r.name when 'Towns' then 'Cities' else r.name end
  join lateral (select cells, origins, row_number() over () as at, count(*) over () as of
                  from rows.base where registry_id = like_it.id) model on true
  join lateral generate_series(
    model.at, case r.name when 'Cities' then 60000 else 20000 end
              - (select count(*) from rows.base where registry_id = r.id), model.of) n on true
  cross join lateral (select (100000000 + n)::text as key) v;

insert into rows.link (organization_id, registry_id, side_id, row_id, locator, hash, written_at)
select b.organization_id, b.registry_id, s.id, b.row_id, 'bench ' || b.row_id, b.hash, now()
  from rows.base b join side s on s.registry_id = b.registry_id
on conflict do nothing;

insert into rows.row_version (organization_id, registry_id, row_id, version, key, cells, run_id)
select b.organization_id, b.registry_id, b.row_id, 1, b.key, b.cells, (select max(id::text)::uuid from run where kind = 'sync')
  from rows.base b
on conflict do nothing;

update registry r set row_count = (select count(*) from rows.base b where b.registry_id = r.id);

-- One run every ten minutes until the demo began, two of three with nothing to do.
insert into run
select made.*
  from generate_series(1, 10000) n
  cross join lateral (select now() - n * interval '10 minutes' as at) t
  join lateral (select id, case name when 'Towns' then 'Cities' else name end as like_it
                  from registry order by name offset n % 3 limit 1) r on true
  join lateral (select u as whole from run u join registry g on g.id = u.registry_id
                 where u.kind = 'sync' and g.name = r.like_it order by u.id limit 1) model on true
  cross join lateral jsonb_populate_record(model.whole, jsonb_build_object(
    'id', uuidv7(t.at - clock_timestamp()), 'sync_id', gen_random_uuid(), 'registry_id', r.id,
    'trigger', '{"type": "schedule", "ref": "schedule"}'::jsonb,
    'status', case when n % 20 = 0 then 'done-with-issues' else 'done' end,
    'counts', case when n % 9 < 3 then (model.whole).counts
                   else (model.whole).counts || '{"create": 0, "update": 0, "delete": 0, "conflict": 0}' end,
    'created_at', t.at, 'touched_at', t.at, 'started_at', t.at, 'finished_at', t.at + interval '20 seconds')) made;

insert into rows.conflict (organization_id, registry_id, run_id, row_id, key, fingerprint, kind, field, detail, resolved, decided_by)
select b.organization_id, b.registry_id, u.id, b.row_id, b.key, md5(b.key), 'cell', 'name',
       jsonb_build_object('kind', 'cell', 'field', 'name', 'base', b.cells -> 'name', 'winner', null, 'resolved', false,
                          'decidedBy', 'manual', 'candidates', s.candidates), false, 'manual'
  from registry r
  join lateral (select id from run where registry_id = r.id order by id desc limit 1) u on true
  join lateral (select jsonb_agg(jsonb_build_object('sideId', id, 'value', 'Name on ' || kind, 'origin', null)) as candidates
                  from (select id, kind from side where registry_id = r.id order by position limit 2) two) s on true
  join lateral (select * from rows.base where registry_id = r.id order by key limit
                  case r.name when 'Cities' then 3000 else 1000 end) b on true;

-- Two causes on each side.
insert into rows.issue (organization_id, registry_id, side_id, run_id, subject, row_id, field, reason, message, known)
select b.organization_id, b.registry_id, s.id, u.id, b.key, b.row_id, 'name', c.reason, c.message, true
  from registry r
  join lateral (select id from run where registry_id = r.id order by id desc limit 1) u on true
  join lateral (select b.*, row_number() over (order by key desc) as at from rows.base b where b.registry_id = r.id
                 order by key desc limit case r.name when 'Cities' then 3000 else 1000 end) b on true
  join side s on s.registry_id = r.id and s.position = b.at % 3
  join (values (0, 'rule:pattern', 'Name does not have the form that its rule asks for.'),
               (1, 'rule:required', 'Name has no value, and the schema requires one.')) c(at, reason, message)
    on c.at = b.at / 3 % 2;

insert into rows.flow (organization_id, registry_id, hour, from_side, to_side, done, failed)
select a.organization_id, a.registry_id, date_trunc('hour', now()) - n * interval '1 hour', a.id, b.id, 20 + n % 7, n % 3
  from side a join side b on b.registry_id = a.registry_id and b.id <> a.id
  cross join generate_series(1, 70 * 24) n;

insert into rows.latency (organization_id, registry_id, hour, from_side, to_side, told, counts)
select a.organization_id, a.registry_id, date_trunc('hour', now()) - n * interval '1 hour', a.id, b.id, true,
       jsonb_build_object('total 40', 9, 'total 60', 1, 'wait 38', 10, 'theirs 30', 10, 'ours 20', 10)
  from side a join side b on b.registry_id = a.registry_id and b.id <> a.id
  cross join generate_series(1, 70 * 24) n;
