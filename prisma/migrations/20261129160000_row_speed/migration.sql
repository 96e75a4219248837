-- Rows that are out of their registry's filter are few, and asked for in every run: without an index of them each
-- question goes through the whole base, whose rows are wide.
create index base_outside on rows.base (registry_id, row_id) where not in_scope;

-- The log's row is there for all entries of an organization but its first, and every append waits for its lock: it is looked
-- for before it is made (400 -> 360 microseconds for an entry by itself).
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
