-- The audit log. One log per organization, gapless, append-only, leaves in their final form (RFC 8785 text,
-- RFC 6962 leaf hash). The application appends through one function and can do nothing else.
do $$
begin
  if not exists (select from pg_roles where rolname = 'chittysync_ledger') then
    create role chittysync_ledger nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
  if not pg_has_role(current_user, 'chittysync_ledger', 'set') then
    execute format('grant chittysync_ledger to %I', current_user);
  end if;
end
$$;

create schema ledger;
grant usage on schema ledger to chittysync_app;
grant usage, create on schema ledger to chittysync_ledger;

create table ledger.log (
  organization_id uuid primary key,
  id uuid not null default gen_random_uuid(),
  epoch integer not null default 1,
  size bigint not null default 0
);

create table ledger.entry (
  organization_id uuid not null,
  seq bigint not null,
  leaf text not null,
  leaf_hash bytea not null,
  payload text,
  salt text,
  action text not null,
  target_type text not null,
  target_ref text not null,
  run_id uuid,
  recorded_at timestamptz not null,
  primary key (organization_id, seq)
);
create index entry_target on ledger.entry (organization_id, target_ref, seq);
create index entry_run on ledger.entry (organization_id, run_id, seq);

alter table ledger.log enable row level security;
alter table ledger.log force row level security;
alter table ledger.entry enable row level security;
alter table ledger.entry force row level security;
create policy tenant on ledger.log
  using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
  with check (organization_id = nullif(current_setting('app.org', true), '')::uuid);
create policy tenant on ledger.entry
  using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
  with check (organization_id = nullif(current_setting('app.org', true), '')::uuid);
grant select on ledger.log, ledger.entry to chittysync_app;
grant select, insert, update on ledger.log to chittysync_ledger;
grant select, insert on ledger.entry to chittysync_ledger;

-- The lock on the door; detection by checkpoint is the control.
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger only grows: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;
create trigger only_grows before update or delete on ledger.entry for each row execute function ledger.refuse_change();
create trigger never_emptied before truncate on ledger.entry for each statement execute function ledger.refuse_change();
alter table ledger.entry enable always trigger only_grows;
alter table ledger.entry enable always trigger never_emptied;

-- A JSON string or null, as RFC 8785 writes it: to_json escapes only what must be.
create function ledger.json_text(p text) returns text language sql immutable as $$
  select coalesce(to_json(p)::text, 'null')
$$;

-- Appends the entries of one unit of work, in order, under the organization of the transaction; answers the log's
-- new size. Each entry: {id, occurred_at, actor_type, actor_ref, action, outcome, target_type, target_ref, source,
-- destination, request_id, run_id, payload, salt, commitment}; texts or null. The head row's lock makes `seq`
-- gapless, so append last in a transaction.
create function ledger.append(p_entries jsonb) returns bigint
  language plpgsql security definer set search_path = pg_catalog, ledger as $$
declare
  org uuid := nullif(current_setting('app.org', true), '')::uuid;
  head ledger.log;
  stamped timestamptz := clock_timestamp();
  stamp text := to_char(stamped at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  added bigint;
begin
  if org is null then
    raise exception 'an entry belongs to an organization' using errcode = 'insufficient_privilege';
  end if;
  insert into ledger.log (organization_id) values (org) on conflict do nothing;
  select * into head from ledger.log where organization_id = org for update;
  with given as (
    select e.*, head.size + e.at - 1 as seq
      from rows from (jsonb_to_recordset(p_entries) as (
        id text, occurred_at text, actor_type text, actor_ref text, action text, outcome text, target_type text,
        target_ref text, source text, destination text, request_id text, run_id text, payload text, salt text,
        commitment text)) with ordinality
        as e(id, occurred_at, actor_type, actor_ref, action, outcome, target_type, target_ref, source, destination,
             request_id, run_id, payload, salt, commitment, at)
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
  insert into ledger.entry (organization_id, seq, leaf, leaf_hash, payload, salt, action, target_type, target_ref, run_id, recorded_at)
  select org, seq, leaf, sha256('\x00'::bytea || convert_to(leaf, 'UTF8')), payload, salt, action, target_type, target_ref,
         run_id::uuid, stamped
    from leaves;
  get diagnostics added = row_count;
  update ledger.log set size = head.size + added where organization_id = org;
  return head.size + added;
end
$$;

alter function ledger.append(jsonb) owner to chittysync_ledger;
revoke all on function ledger.append(jsonb) from public;
revoke all on function ledger.refuse_change() from public;
grant execute on function ledger.append(jsonb) to chittysync_app;
revoke create on schema ledger from chittysync_ledger;
