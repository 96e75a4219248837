-- What was signed of a log, and the roots of its full subtrees of 256, 256 x 256, ... leaves: from them and at most a few
-- hundred leaves come the root and any proof of a log of any length.
create table ledger.node (
  organization_id uuid not null,
  -- 1: over 256 leaves; each further one over 256 nodes of the level below.
  level int not null,
  index bigint not null,
  hash bytea not null,
  primary key (organization_id, level, index)
);
create table ledger.checkpoint (
  organization_id uuid not null,
  size bigint not null,
  root bytea not null,
  -- The signed note, C2SP tlog-checkpoint.
  note text not null,
  signed_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, size)
);

do $$
declare
  t text;
begin
  foreach t in array array['node','checkpoint'] loop
    execute format('alter table ledger.%I enable row level security', t);
    execute format('alter table ledger.%I force row level security', t);
    execute format($p$create policy tenant on ledger.%I
      using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
      with check (organization_id = nullif(current_setting('app.org', true), '')::uuid)$p$, t);
    execute format('create trigger only_grows before update or delete on ledger.%I for each row execute function ledger.refuse_change()', t);
    execute format('create trigger never_emptied before truncate on ledger.%I for each statement execute function ledger.refuse_change()', t);
    execute format('alter table ledger.%I enable always trigger only_grows', t);
    execute format('alter table ledger.%I enable always trigger never_emptied', t);
  end loop;
end
$$;
grant select on ledger.node, ledger.checkpoint to chittysync_app;
grant select, insert on ledger.node, ledger.checkpoint to chittysync_ledger;

-- Keeps the nodes of a level from p_from on, in order. One that is there stays as it is.
create function ledger.keep_nodes(p_level int, p_from bigint, p_hashes bytea[]) returns void
  language plpgsql security definer set search_path = pg_catalog, ledger as $$
begin
  insert into ledger.node (organization_id, level, index, hash)
  select current_setting('app.org')::uuid, p_level, p_from + h.at - 1, h.hash
    from unnest(p_hashes) with ordinality as h(hash, at)
  on conflict do nothing;
end
$$;

-- Keeps what was signed, once for each size; no checkpoint is of more entries than there are.
create function ledger.keep_checkpoint(p_size bigint, p_root bytea, p_note text) returns void
  language plpgsql security definer set search_path = pg_catalog, ledger as $$
begin
  if not exists (select from ledger.log l where l.organization_id = current_setting('app.org')::uuid and l.size >= p_size) then
    raise exception 'a checkpoint is of entries that are there' using errcode = 'check_violation';
  end if;
  insert into ledger.checkpoint (organization_id, size, root, note)
  values (current_setting('app.org')::uuid, p_size, p_root, p_note)
  on conflict do nothing;
end
$$;

grant create on schema ledger to chittysync_ledger;
alter function ledger.keep_nodes(int, bigint, bytea[]) owner to chittysync_ledger;
alter function ledger.keep_checkpoint(bigint, bytea, text) owner to chittysync_ledger;
revoke all on function ledger.keep_nodes(int, bigint, bytea[]), ledger.keep_checkpoint(bigint, bytea, text) from public;
grant execute on function ledger.keep_nodes(int, bigint, bytea[]), ledger.keep_checkpoint(bigint, bytea, text) to chittysync_app;
revoke create on schema ledger from chittysync_ledger;
