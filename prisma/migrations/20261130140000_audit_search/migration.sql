-- What entries are looked for by, beside the leaf that says the same: who, how it ended, in which registry, on which side.
-- Each has an index that ends in the log's order, so that a page of any filter is read from its end.
alter table ledger.entry
  add column actor_type text not null default '',
  add column actor_ref text not null default '',
  add column outcome text not null default '',
  add column registry_id uuid,
  -- The side that was written to, or the one that the values came from; null where several had them.
  add column side_ref text;

-- The entries that are there already: the trigger stands aside for this one statement, and the owner sees all of them.
create function pg_temp.uuid_of(p text) returns uuid language sql immutable as $$
  with bits as (
    select string_agg((strpos('0123456789abcdefghjkmnpqrstvwxyz', c) - 1)::bit(5)::text, '' order by at) as b
      from regexp_split_to_table(substr(p, 5), '') with ordinality as t(c, at))
  select string_agg(lpad(to_hex(substr(b, 3 + 8 * i, 8)::bit(8)::int), 2, '0'), '' order by i)::uuid
    from bits, generate_series(0, 15) as i
$$;
alter table ledger.entry disable trigger only_grows;
alter table ledger.entry no force row level security;
alter table public.run no force row level security;
update ledger.entry e set
  actor_type = leaf::jsonb #>> '{actor,type}',
  actor_ref = leaf::jsonb #>> '{actor,ref}',
  outcome = leaf::jsonb ->> 'outcome',
  registry_id = case when target_type = 'registry' and target_ref ~ '^reg_[0-9a-z]{26}$' then pg_temp.uuid_of(target_ref)
                     else (select r.registry_id from public.run r
                            where r.organization_id = e.organization_id and r.id = e.run_id) end,
  side_ref = coalesce(leaf::jsonb ->> 'destination', nullif(leaf::jsonb ->> 'source', ''));
update ledger.entry set side_ref = null where side_ref like '%,%';
alter table public.run force row level security;
alter table ledger.entry force row level security;
alter table ledger.entry enable always trigger only_grows;
alter table ledger.entry
  alter column actor_type drop default,
  alter column actor_ref drop default,
  alter column outcome drop default;

create index entry_actor on ledger.entry (organization_id, actor_ref, seq);
create index entry_action on ledger.entry (organization_id, action, seq);
create index entry_registry on ledger.entry (organization_id, registry_id, seq) where registry_id is not null;
create index entry_side on ledger.entry (organization_id, side_ref, seq) where side_ref is not null;
create index entry_time on ledger.entry (organization_id, recorded_at, seq);
-- Nearly all entries are of what went well.
create index entry_ended on ledger.entry (organization_id, outcome, seq) where outcome <> 'ok';
create index entry_refused on ledger.entry (organization_id, run_id, seq) where outcome <> 'ok';
-- What people did, their runs' rows aside.
create index entry_deed on ledger.entry (organization_id, seq)
  where actor_type in ('person', 'api-key') and target_type <> 'row';

-- Under which keys a row was ever entered: SHA-256 of the key's form (lib/ledger/key-form.ts). Once for each, so that a row is
-- found by a key that it has no longer, and after it is gone.
create table ledger.row_key (
  organization_id uuid not null,
  key_hash bytea not null,
  target_ref text not null,
  primary key (organization_id, key_hash, target_ref)
);
alter table ledger.row_key enable row level security;
create policy tenant on ledger.row_key
  using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
  with check (organization_id = nullif(current_setting('app.org', true), '')::uuid);
grant select on ledger.row_key to chittysync_app;
grant select, insert, delete on ledger.row_key to chittysync_ledger;

insert into ledger.row_key
select distinct e.organization_id, sha256(convert_to('[' || f.form || ']', 'UTF8')), e.target_ref
  from ledger.entry e
  cross join lateral (
    select string_agg(to_json(btrim(regexp_replace(normalize(lower(normalize(part, nfkc)), nfkc), '\s+', ' ', 'g')))::text, ','
                      order by at) as form
      from jsonb_array_elements_text((e.payload::jsonb ->> 'key')::jsonb) with ordinality as t(part, at)) f
 where e.target_type in ('row', 'conflict') and e.payload::jsonb ->> 'key' is not null and f.form is not null;
alter table ledger.row_key force row level security;

grant select (organization_id, id, registry_id) on public.run to chittysync_ledger;

-- As before, and notes beside each leaf what it is looked for by. `key_hash` is hex; null: no row of its own.
create or replace function ledger.append(p_entries jsonb) returns bigint
  language plpgsql security definer set search_path = pg_catalog, ledger as $$
declare
  org uuid := nullif(current_setting('app.org', true), '')::uuid;
  head ledger.log;
  stamped timestamptz;
  stamp text;
  added bigint;
begin
  if org is null then
    raise exception 'an entry belongs to an organization' using errcode = 'insufficient_privilege';
  end if;
  select * into head from ledger.log where organization_id = org for update;
  if not found then
    insert into ledger.log (organization_id) values (org) on conflict do nothing;
    select * into head from ledger.log where organization_id = org for update;
  end if;
  select greatest(clock_timestamp(), max(e.recorded_at)) into stamped
    from ledger.entry e where e.organization_id = org and e.seq = head.size - 1;
  stamp := to_char(stamped at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  with given as materialized (
    select e.*, head.size + e.at - 1 as seq
      from rows from (jsonb_to_recordset(p_entries) as (
        id text, occurred_at text, actor_type text, actor_ref text, action text, outcome text, target_type text,
        target_ref text, source text, destination text, request_id text, run_id text, payload text, salt text,
        commitment text, registry_id text, key_hash text)) with ordinality
        as e(id, occurred_at, actor_type, actor_ref, action, outcome, target_type, target_ref, source, destination,
             request_id, run_id, payload, salt, commitment, registry_id, key_hash, at)
  ), named as (
    insert into ledger.row_key (organization_id, key_hash, target_ref)
    select distinct org, decode(key_hash, 'hex'), target_ref from given where key_hash is not null
    on conflict do nothing
  ), leaves as (
    select g.*, concat(
      '{"action":', json_text(action),
      ',"actor":{"ref":', json_text(actor_ref), ',"type":', json_text(actor_type), '}',
      ',"destination":', json_text(destination),
      ',"id":', json_text(id),
      ',"log":', json_text(head.id::text),
      ',"occurred_at":', json_text(occurred_at),
      ',"outcome":', json_text(outcome),
      ',"payload_commitment":', json_text(commitment),
      ',"recorded_at":', json_text(stamp),
      ',"request_id":', json_text(request_id),
      ',"run_id":', json_text(run_id),
      ',"seq":', seq,
      ',"source":', json_text(source),
      ',"target":{"ref":', json_text(target_ref), ',"type":', json_text(target_type), '}',
      ',"v":1}') as leaf
      from given g
  )
  insert into ledger.entry (organization_id, seq, leaf, leaf_hash, payload, salt, action, target_type, target_ref, run_id,
                            recorded_at, actor_type, actor_ref, outcome, registry_id, side_ref)
  select org, seq, leaf, sha256('\x00'::bytea || convert_to(leaf, 'UTF8')), payload, salt, action, target_type, target_ref,
         run_id::uuid, stamped, actor_type, actor_ref, outcome,
         coalesce(l.registry_id::uuid,
                  (select r.registry_id from public.run r where r.organization_id = org and r.id = l.run_id::uuid)),
         coalesce(destination, case when strpos(source, ',') = 0 then source end)
    from leaves l;
  get diagnostics added = row_count;
  update ledger.log set size = head.size + added where organization_id = org;
  return head.size + added;
end
$$;

-- Keys are as personal as payloads, and go with them: there are no more keys than entries.
create or replace function ledger.erase_payloads(p_from bigint, p_limit int) returns bigint
  language plpgsql security definer set search_path = pg_catalog, ledger as $$
declare
  org uuid := nullif(current_setting('app.org', true), '')::uuid;
  erased bigint;
begin
  if not exists (select from public.organization where id = org and purging_since is not null) then
    raise exception 'payloads are erased with their organization alone' using errcode = 'insufficient_privilege';
  end if;
  delete from ledger.row_key where ctid = any(array(
    select k.ctid from ledger.row_key k where k.organization_id = org limit p_limit));
  update ledger.entry set payload = null, salt = null
   where organization_id = org and seq >= p_from and seq < p_from + p_limit;
  get diagnostics erased = row_count;
  return erased;
end
$$;

-- Runs that did something, of all registries, by the order in which they were asked for (lib/db/run-activity.ts).
create index run_loud on public.run (organization_id, id)
  where status <> 'done' or counts ->> 'create' <> '0' or counts ->> 'update' <> '0' or counts ->> 'delete' <> '0'
     or counts ->> 'conflict' <> '0';
